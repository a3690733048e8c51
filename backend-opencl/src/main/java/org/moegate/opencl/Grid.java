package org.moegate.opencl;

import org.moegate.GateSpec;
import org.moegate.kernelbuilds.RowsLayout;
import org.moegate.opencl.DeviceFacts.Kind;

/** How many work-items route how many rows. Sizes are kept in arrays that OpenCL reads, for one thread at a time. */
final class Grid {

    /** Work-groups a compute unit: enough to hide each other's waits on a GPU, and to share out rows evenly on a CPU. */
    private static final int GROUPS_A_UNIT_OF_GPU = 32;

    private static final int GROUPS_A_UNIT_OF_CPU = 4;

    private final long mostGroups;
    private final int rowsPerGroup;
    private final long[] global = new long[1];
    private final long[] local;

    private Grid(long mostGroups, int rowsPerGroup, int workItems) {
        this.mostGroups = mostGroups;
        this.rowsPerGroup = rowsPerGroup;
        this.local = new long[] {workItems};
    }

    /** For the kernel of a program that routes batches of any size. */
    static Grid of(DeviceFacts device, Program program, GateSpec spec) {
        int groupsAUnit = device.kind() == Kind.CPU ? GROUPS_A_UNIT_OF_CPU : GROUPS_A_UNIT_OF_GPU;
        long groups = (long) device.computeUnits() * groupsAUnit;
        return switch (program.family()) {
            case TILED ->
                new Grid(
                        program.keysInLocalMemory()
                                ? groups
                                : Math.clamp(device.largestBuffer() / Program.keyBytes(spec), 1, groups),
                        1,
                        program.tiledLanes());
            case VECTORS -> new Grid(groups, 1, 1);
            case ROWS -> {
                RowsLayout layout = KernelTable.layout(device, spec);
                yield new Grid(Long.MAX_VALUE, layout.rowsPerBlock(), layout.threads());
            }
        };
    }

    /** For the kernel of a work-group a row. */
    static Grid ofSplitRows(RowsLayout layout) {
        return new Grid(Long.MAX_VALUE, 1, layout.splitThreads());
    }

    /** For a batch of at least one row. */
    void setTokens(int numTokens) {
        global[0] = groups(numTokens) * local[0];
    }

    long groups(int numTokens) {
        return Math.min(mostGroups, Math.ceilDiv(numTokens, rowsPerGroup));
    }

    long[] global() {
        return global;
    }

    long[] local() {
        return local;
    }
}
