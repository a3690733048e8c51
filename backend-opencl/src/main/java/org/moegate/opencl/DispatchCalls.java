package org.moegate.opencl;

import org.jocl.cl_program;
import org.moegate.kernelbuilds.DispatchLayout;
import org.moegate.kernelbuilds.Resources;
import org.moegate.opencl.DeviceFacts.Kind;

/**
 * What follows the gate, as kernels in a context: arrays are set, then a call is made. On a GPU work-groups count and sort, on a
 * CPU one work-item does both. For one thread at a time; allocates nothing.
 */
final class DispatchCalls {

    final DeviceArray topkIds = new DeviceArray();
    final DeviceArray topkWeights = new DeviceArray();
    final DeviceArray tokensPerExpert = new DeviceArray();
    final DeviceArray sortedTokenIds = new DeviceArray();
    final DeviceArray expertIds = new DeviceArray();
    final DeviceArray numTokensPostPadded = new DeviceArray();
    final DeviceArray logicalToPhysical = new DeviceArray();
    final DeviceArray logicalReplicaCounts = new DeviceArray();

    /** Of {@link #mapExperts} and {@link #pack}: an int a pair. */
    final DeviceArray perPair = new DeviceArray();

    /** As many ints as the layout says. */
    final DeviceArray scratch = new DeviceArray();

    private final DeviceArray chunkCounts = new DeviceArray();
    private final boolean alone;
    private final int workGroupSize;
    private final DispatchKernel count;
    private final DispatchKernel add;
    private final DispatchKernel sort;
    private final DispatchKernel countAndSort;
    private final DispatchKernel countAlone;
    private final DispatchKernel sortAlone;
    private final DispatchKernel map;
    private final DispatchKernel pack;

    /** Kernels of a built program; {@code resources} takes over what they make. */
    DispatchCalls(OpenClDevice device, cl_program program, Resources resources) {
        alone = device.facts().kind() == Kind.CPU;
        workGroupSize = DispatchKernel.workGroupSize(device.facts());
        count = new DispatchKernel(device, program, resources, "dispatch_count", 4, topkIds, chunkCounts);
        add = new DispatchKernel(device, program, resources, "dispatch_add", 4, chunkCounts, tokensPerExpert);
        sort = new DispatchKernel(
                device,
                program,
                resources,
                "dispatch_sort",
                4,
                topkIds,
                chunkCounts,
                tokensPerExpert,
                sortedTokenIds,
                expertIds,
                numTokensPostPadded);
        countAndSort = new DispatchKernel(
                device,
                program,
                resources,
                "dispatch_count_and_sort",
                4,
                topkIds,
                tokensPerExpert,
                sortedTokenIds,
                expertIds,
                numTokensPostPadded);
        countAlone =
                new DispatchKernel(device, program, resources, "dispatch_count_alone", 4, topkIds, tokensPerExpert);
        sortAlone = new DispatchKernel(
                device,
                program,
                resources,
                "dispatch_sort_alone",
                4,
                topkIds,
                scratch,
                tokensPerExpert,
                sortedTokenIds,
                expertIds,
                numTokensPostPadded);
        map = new DispatchKernel(
                device,
                program,
                resources,
                "dispatch_map",
                4,
                topkIds,
                logicalToPhysical,
                logicalReplicaCounts,
                perPair);
        pack = new DispatchKernel(device, program, resources, "dispatch_pack", 1, topkIds, topkWeights, perPair);
    }

    void countTokens(Commands commands, DispatchLayout layout) {
        if (alone) {
            run(commands, countAlone, layout, 1);
            return;
        }
        setChunkCounts(layout);
        run(commands, count, layout, layout.blocks() * (long) workGroupSize);
        if (layout.chunks() > 1) {
            run(commands, add, layout, layout.addingBlocks(workGroupSize) * (long) workGroupSize);
        }
    }

    void alignBlockSize(Commands commands, DispatchLayout layout) {
        if (!alone && layout.isAtOnce()) {
            run(commands, countAndSort, layout, workGroupSize);
            return;
        }
        countTokens(commands, layout);
        if (alone) {
            run(commands, sortAlone, layout, 1);
        } else {
            run(commands, sort, layout, layout.blocks() * (long) workGroupSize);
        }
    }

    /** The counts of the only chunk are those of the experts. */
    private void setChunkCounts(DispatchLayout layout) {
        chunkCounts.set(layout.chunks() == 1 ? tokensPerExpert : scratch);
    }

    private static void run(Commands commands, DispatchKernel kernel, DispatchLayout layout, long workItems) {
        kernel.setNumber(0, layout.numPairs());
        kernel.setNumber(1, layout.numExperts());
        kernel.setNumber(2, layout.blockSize());
        kernel.setNumber(3, layout.pairsAChunk());
        commands.run(kernel, workItems);
    }

    /** Of at least one pair. */
    void mapExperts(Commands commands, int numPairs, int topk, int numLogicalExperts, int mostReplicas) {
        map.setNumber(0, numPairs);
        map.setNumber(1, topk);
        map.setNumber(2, numLogicalExperts);
        map.setNumber(3, mostReplicas);
        commands.run(map, numPairs);
    }

    /** Of at least one pair. */
    void pack(Commands commands, int numPairs) {
        pack.setNumber(0, numPairs);
        commands.run(pack, numPairs);
    }
}
