/** The gate on {@code jdk.incubator.vector}; nothing outside touches these classes before the module was seen. */
@NullMarked
package org.moegate.cpu.vector;

import org.jspecify.annotations.NullMarked;
