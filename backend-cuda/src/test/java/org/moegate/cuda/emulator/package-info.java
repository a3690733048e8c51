/**
 * The kernels on a CPU. A compiler of C++ builds them together with an emulator of warps, in {@code src/test/cpp}, which runs
 * the lanes in an order that a schedule says and finds faults that a GPU would hang at or keep to itself.
 */
package org.moegate.cuda.emulator;
