package org.moegate.opencl;

/** How the 32 lanes of a team exchange values; the names are those of {@code team.cl}. */
enum Team {
    /** The instructions of an NVIDIA warp; several teams share a work-group. */
    WARP(0, 4),
    /** The built-in functions of a sub-group; the work-group is the team. */
    SUB_GROUP(1, 1),
    /** Local memory and barriers; the work-group is the team. */
    LOCAL_MEMORY(2, 1);

    /** Lanes of a team. */
    static final int SIZE = 32;

    /** Compute capability 7.0; nobody has tried earlier ones. */
    private static final int FIRST_WITH_WARP_EXCHANGES = 70;

    private static final int FIRST_WITH_WARP_REDUCTIONS = 80;

    private final int number;
    private final int perWorkGroup;

    Team(int number, int perWorkGroup) {
        this.number = number;
        this.perWorkGroup = perWorkGroup;
    }

    /** What a device can do best. */
    static Team of(DeviceFacts device) {
        if (device.computeCapability() >= FIRST_WITH_WARP_EXCHANGES && device.maxWorkGroupSize() >= 4 * SIZE) {
            return WARP;
        }
        return device.hasSubGroups() ? SUB_GROUP : LOCAL_MEMORY;
    }

    /** Whether a warp has one instruction for the greatest of its lanes. */
    static boolean warpReduces(DeviceFacts device) {
        return device.computeCapability() >= FIRST_WITH_WARP_REDUCTIONS;
    }

    /** As {@code team.cl} numbers them. */
    int number() {
        return number;
    }

    /** Teams of a work-group. */
    int perWorkGroup() {
        return perWorkGroup;
    }
}
