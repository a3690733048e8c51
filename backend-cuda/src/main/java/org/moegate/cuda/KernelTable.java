package org.moegate.cuda;

import java.util.List;
import java.util.Optional;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.Limit;
import org.moegate.spi.Capability;

/** Which kernel routes a batch of a gate on a device. This is the only place that decides; docs/cuda.md has the measurements. */
final class KernelTable {

    private static final int WARP_SIZE = 32;

    /** A lane has a bit an expert, in a word of 32. */
    private static final int MOST_KEYS = 32;

    private static final int MOST_EXPERTS = WARP_SIZE * MOST_KEYS;

    /** Candidates are ranked by comparing each with each. */
    private static final int MOST_ROUTED = 64;

    /** So are groups. */
    private static final int MOST_GROUPS = 256;

    /** From here on a row has a whole warp; below, several rows share one. */
    private static final int EXPERTS_FOR_A_WARP = 65;

    private static final int EXPERTS_FOR_HALF_A_WARP = 33;

    private static final int MOST_SPLIT_WARPS = 8;

    /** While the device is not full, more warps a row help; one in each of a multiprocessor's four quarters fills it. */
    private static final int SPLIT_ROWS_A_MULTIPROCESSOR = 4;

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

    /** How kernels built for the gate lay out its rows; empty where it gets the tiled one. */
    static Optional<RowsLayout> layout(GateSpec spec) {
        return limits(spec).stream().allMatch(Limit::holds) ? Optional.of(fittingLayout(spec)) : Optional.empty();
    }

    /** What a kernel of its own takes, and whether the gate is within it. */
    static List<Limit> limits(GateSpec spec) {
        return List.of(
                Limit.atMost("num_experts", spec.numExperts(), MOST_EXPERTS),
                Limit.atMost("num_expert_group", spec.numExpertGroup(), MOST_GROUPS),
                Limit.atMost("routed topk", spec.numRoutedTopk(), MOST_ROUTED));
    }

    private static RowsLayout fittingLayout(GateSpec spec) {
        int experts = spec.numExperts();
        int lanes = experts >= EXPERTS_FOR_A_WARP ? WARP_SIZE : experts >= EXPERTS_FOR_HALF_A_WARP ? 16 : 8;
        // the bound on candidates comes from a lane for each that is chosen
        while (lanes < WARP_SIZE && lanes < spec.numRoutedTopk()) {
            lanes *= 2;
        }
        int keys = Math.ceilDiv(experts, lanes);
        return new RowsLayout(lanes, keys, lanes == 16 ? 8 : 4, lanes == WARP_SIZE ? splitWarps(keys) : 1);
    }

    /** All threads score as many experts. */
    private static int splitWarps(int keys) {
        int warps = Math.min(keys, MOST_SPLIT_WARPS);
        while (keys % warps != 0) {
            warps--;
        }
        return warps;
    }

    /** Up to how many tokens a row gets a block of warps that score it together; 0 for never. */
    static int mostSplitTokens(DeviceFacts device, RowsLayout layout) {
        return layout.splitWarps() == 1 ? 0 : SPLIT_ROWS_A_MULTIPROCESSOR * device.multiprocessors();
    }

    /** Whether to let a kernel start before the one before it has ended: not where it would take places that this one needs. */
    static boolean startsEarly(DeviceFacts device, long blocks, long blocksAtOnce) {
        return device.hasProgrammaticLaunches() && (blocks <= blocksAtOnce / 2 || blocks > blocksAtOnce);
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
