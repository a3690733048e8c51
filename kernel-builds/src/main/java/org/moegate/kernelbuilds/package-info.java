/**
 * What backends share that compile kernels at run time. {@link org.moegate.kernelbuilds.GateConstants} is the gate as a kernel
 * sees it, {@link org.moegate.kernelbuilds.KernelFiles} puts a kernel's text together, and
 * {@link org.moegate.kernelbuilds.BinaryCache} keeps what was compiled from it, in a
 * {@link org.moegate.kernelbuilds.PrivateFolder}, where native libraries lie too. Around the kernels,
 * {@link org.moegate.kernelbuilds.StagingLayout} is how host memory gets to a device and back, and
 * {@link org.moegate.kernelbuilds.Resources} releases what a driver gave.
 */
@NullMarked
package org.moegate.kernelbuilds;

import org.jspecify.annotations.NullMarked;
