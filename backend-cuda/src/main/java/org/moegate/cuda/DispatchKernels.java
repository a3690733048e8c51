package org.moegate.cuda;

/**
 * The kernels of {@code dispatch.cu}, which follow the gate.
 *
 * @param count of each chunk of pairs, how many are each expert's
 * @param add the chunks' counts up
 * @param start where the blocks of each expert begin
 * @param place each pair in a block
 * @param map logical experts to physical ones
 * @param pack ids and weights
 */
record DispatchKernels(Kernel count, Kernel add, Kernel start, Kernel place, Kernel map, Kernel pack) {

    /** Of a block. Few, so that also a small batch is spread over the device. */
    static final int THREADS = 128;

    /** Those of a program. The device's context is current. */
    static DispatchKernels of(Program program) {
        return new DispatchKernels(
                kernel(program, "dispatch_count"),
                kernel(program, "dispatch_add"),
                kernel(program, "dispatch_start"),
                kernel(program, "dispatch_place"),
                kernel(program, "dispatch_map"),
                kernel(program, "dispatch_pack"));
    }

    private static Kernel kernel(Program program, String name) {
        return program.kernel(name, THREADS, 0);
    }
}
