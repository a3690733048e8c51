/**
 * What backends share that compile kernels at run time. {@link org.moegate.kernelbuilds.GateConstants} is the gate as a kernel
 * sees it, {@link org.moegate.kernelbuilds.KernelFiles} puts a kernel's text together, and
 * {@link org.moegate.kernelbuilds.BinaryCache} keeps what was compiled from it.
 */
@NullMarked
package org.moegate.kernelbuilds;

import org.jspecify.annotations.NullMarked;
