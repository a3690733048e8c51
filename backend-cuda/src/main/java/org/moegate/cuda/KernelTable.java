package org.moegate.cuda;

import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.spi.Capability;

/**
 * How a device runs kernels, and which gates it takes. Which gates get kernels of their own, {@link
 * org.moegate.kernelbuilds.RowsTable} decides; the tiled one routes all others. docs/cuda.md has the measurements.
 */
final class KernelTable {

    private static final int WARP_SIZE = 32;

    /** Enough to hide each other's waits. */
    private static final int TILED_BLOCKS_A_MULTIPROCESSOR = 8;

    private static final int TILED_FEWEST_THREADS = 64;

    /** As many warps as {@code tiled.cu} has room for. */
    private static final int TILED_MOST_THREADS = 16 * WARP_SIZE;

    /** Of {@code BlockMemory} in {@code tiled.cu}: what each warp has found, and the partial sums of softmax. */
    private static final int TILED_BLOCK_BYTES = 16 * 2 * Integer.BYTES + 32 * Float.BYTES;

    private static final long MOST_SCRATCH_BYTES = 256 << 20;

    private KernelTable() {}

    /** What no kernel can route: a row whose keys and logits do not fit the device's memory. */
    static Capability supports(DeviceFacts device, PlanRequest request) {
        GateSpec spec = request.spec();
        long rowBytes = keyBytes(spec) + 2L * spec.numExperts() * Float.BYTES + 2L * spec.topk() * Integer.BYTES;
        return rowBytes <= device.memory() / 2
                ? Capability.yes()
                : Capability.no("num_experts = " + spec.numExperts() + ": a row takes " + rowBytes
                        + " bytes, and half of the memory on " + device.name() + " is " + device.memory() / 2);
    }

    /**
     * Whether to let a kernel start before the one before it has ended: not where many of its blocks would find places, and the
     * others have to wait for some.
     */
    static boolean startsEarly(DeviceFacts device, long blocks, long blocksAtOnce) {
        boolean allFindPlaces = 2 * blocks <= blocksAtOnce;
        boolean fewDo = 10 * blocks > 9 * blocksAtOnce;
        return device.hasProgrammaticLaunches() && (allFindPlaces || fewDo);
    }

    /** Threads that the tiled kernel gives a row. */
    static int tiledThreads(GateSpec spec) {
        int quarter = Math.max(1, spec.numExperts() / 4);
        return Math.clamp(Integer.highestOneBit(quarter) * 2L, TILED_FEWEST_THREADS, TILED_MOST_THREADS);
    }

    /** Blocks of the tiled kernel; they take rows in turns. */
    static int tiledBlocks(DeviceFacts device, GateSpec spec, int tokens) {
        long most = (long) TILED_BLOCKS_A_MULTIPROCESSOR * device.multiprocessors();
        if (!tiledKeysFitSharedMemory(device, spec)) {
            most = Math.clamp(MOST_SCRATCH_BYTES / keyBytes(spec), 1, most);
        }
        return (int) Math.min(most, tokens);
    }

    static boolean tiledKeysFitSharedMemory(DeviceFacts device, GateSpec spec) {
        return TILED_BLOCK_BYTES + keyBytes(spec) <= device.sharedMemory();
    }

    /** Shared memory of a block of the tiled kernel. */
    static int tiledSharedBytes(DeviceFacts device, GateSpec spec) {
        return tiledKeysFitSharedMemory(device, spec) ? TILED_BLOCK_BYTES + (int) keyBytes(spec) : TILED_BLOCK_BYTES;
    }

    /** What a block of the tiled kernel keeps of a row: a key an expert, a key a group, and the chosen experts. */
    static long keyBytes(GateSpec spec) {
        return ((long) spec.numExperts() + spec.numExpertGroup() + spec.numRoutedTopk()) * Integer.BYTES;
    }
}
