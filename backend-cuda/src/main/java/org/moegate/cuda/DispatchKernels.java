package org.moegate.cuda;

import org.moegate.kernelbuilds.DispatchLayout;

/**
 * The kernels of {@code dispatch.cu}, which follow the gate.
 *
 * @param count of each chunk of pairs, how many are each expert's
 * @param add the chunks' counts up
 * @param sort each chunk's pairs into blocks
 * @param countAndSort few pairs at once
 * @param map logical experts to physical ones
 * @param pack ids and weights
 */
record DispatchKernels(Kernel count, Kernel add, Kernel sort, Kernel countAndSort, Kernel map, Kernel pack) {

    /** Of a block; a power of two. Each pair is compared with those of as many before it. */
    static final int THREADS = 256;

    private static final int SHARED_BYTES = DispatchLayout.sharedBytes(DispatchLayout.EXPERTS_A_WINDOW, THREADS);

    /** Those of a program. The device's context is current. */
    static DispatchKernels of(Program program) {
        return new DispatchKernels(
                program.kernel("dispatch_count", THREADS, SHARED_BYTES),
                program.kernel("dispatch_add", THREADS, SHARED_BYTES),
                program.kernel("dispatch_sort", THREADS, SHARED_BYTES),
                program.kernel("dispatch_count_and_sort", THREADS, SHARED_BYTES),
                program.kernel("dispatch_map", THREADS, 0),
                program.kernel("dispatch_pack", THREADS, 0));
    }
}
