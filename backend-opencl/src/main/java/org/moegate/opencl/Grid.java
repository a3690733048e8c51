package org.moegate.opencl;

import org.moegate.GateSpec;
import org.moegate.opencl.DeviceFacts.Kind;

/** How many work-items route how many rows. Sizes are kept in arrays that OpenCL reads, for one thread at a time. */
final class Grid {

    /** Work-groups a compute unit: enough to hide each other's waits on a GPU, and to share out rows evenly on a CPU. */
    private static final int GROUPS_A_UNIT_OF_GPU = 32;

    private static final int GROUPS_A_UNIT_OF_CPU = 4;

    private final long mostGroups;
    private final int rowsPerGroup;
    private final long[] global;
    private final long[] local;

    Grid(DeviceFacts device, Program program, GateSpec spec) {
        int groupsAUnit = device.kind() == Kind.CPU ? GROUPS_A_UNIT_OF_CPU : GROUPS_A_UNIT_OF_GPU;
        long groups = (long) device.computeUnits() * groupsAUnit;
        switch (program.family()) {
            case TILED -> {
                rowsPerGroup = 1;
                local = new long[] {program.tiledLanes()};
                mostGroups = program.keysInLocalMemory()
                        ? groups
                        : Math.clamp(device.largestBuffer() / Program.keyBytes(spec), 1, groups);
            }
            case VECTORS -> {
                rowsPerGroup = 1;
                local = new long[] {1};
                mostGroups = groups;
            }
            case LANES -> {
                rowsPerGroup = Team.of(device).perWorkGroup();
                local = new long[] {Team.SIZE, rowsPerGroup};
                mostGroups = Long.MAX_VALUE;
            }
            default -> throw new IllegalStateException("no grid for " + program.family());
        }
        global = local.clone();
    }

    /** For a batch of at least one row. */
    void setTokens(int numTokens) {
        global[0] = groups(numTokens) * local[0];
    }

    long groups(int numTokens) {
        return Math.min(mostGroups, Math.ceilDiv(numTokens, rowsPerGroup));
    }

    int dimensions() {
        return local.length;
    }

    long[] global() {
        return global;
    }

    long[] local() {
        return local;
    }
}
