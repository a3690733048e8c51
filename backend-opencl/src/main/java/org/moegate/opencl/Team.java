package org.moegate.opencl;

/** How 32 work-items exchange values; the names are those of {@code team.cl}. */
enum Team {
    /** The instructions of an NVIDIA warp; several teams share a work-group. */
    WARP(0),
    /** The built-in functions of a sub-group; the work-group is the team. */
    SUB_GROUP(1),
    /** Local memory and barriers; the work-group is the team. */
    LOCAL_MEMORY(2);

    /** Work-items of a team. */
    static final int SIZE = 32;

    /** Compute capability 7.0; nobody has tried earlier ones. */
    private static final int FIRST_WITH_WARP_EXCHANGES = 70;

    /** As many as a layout gives a work-group. */
    private static final int MOST_WARPS = 8;

    private final int number;

    Team(int number) {
        this.number = number;
    }

    /** What a device can do best. */
    static Team of(DeviceFacts device) {
        if (device.computeCapability() >= FIRST_WITH_WARP_EXCHANGES && device.maxWorkGroupSize() >= MOST_WARPS * SIZE) {
            return WARP;
        }
        return device.hasSubGroups() ? SUB_GROUP : LOCAL_MEMORY;
    }

    /** As {@code team.cl} numbers them. */
    int number() {
        return number;
    }
}
