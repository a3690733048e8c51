package org.moegate.opencl;

import java.util.Locale;
import java.util.stream.Collectors;
import org.moegate.GateSpec;
import org.moegate.kernelbuilds.Limit;
import org.moegate.kernelbuilds.RowsLayout;

/** Says what {@link KernelTable} chose for a gate, and what it looked at. */
final class Explanation {

    private Explanation() {}

    /** A line, on the kernel that a device runs where as many gates as told get one of their own. */
    static String of(DeviceFacts device, GateSpec spec, int specialisedLimit) {
        KernelFamily family = KernelTable.family(device, spec);
        String suited = name(KernelTable.specialised(device));
        if (family.isSpecialised() && specialisedLimit == 0) {
            return tiled(device, spec) + "; not " + suited + ", as " + OpenClBackendProvider.SPECIALISED_LIMIT + " = 0";
        }
        return switch (family) {
            case TILED -> tiled(device, spec) + "; not " + suited + ", as " + limits(device, spec, false);
            case VECTORS -> suited + ": built for the gate, a work-item a row" + grounds(device, spec);
            case ROWS ->
                suited + ": built for the gate, " + workItems(device, spec) + " that exchange values through "
                        + words(Team.of(device)) + grounds(device, spec);
        };
    }

    private static String tiled(DeviceFacts device, GateSpec spec) {
        int lanes = KernelTable.tiledLanes(device, spec);
        String workItems = lanes == 1 ? "a work-item" : "up to " + lanes + " work-items";
        String memory = Program.keysFitLocalMemory(device, spec, lanes) ? "local" : "global";
        return name(KernelFamily.TILED) + ": one for all gates, " + workItems + " a row, keys in " + memory + " memory";
    }

    private static String workItems(DeviceFacts device, GateSpec spec) {
        RowsLayout layout = KernelTable.layout(device, spec);
        int mostSplit = KernelTable.mostSplitTokens(device, spec);
        String split = mostSplit == 0 ? "" : ", or up to " + mostSplit + " tokens " + layout.splitThreads() + ",";
        return layout.lanes() + " work-items a row" + split;
    }

    private static String grounds(DeviceFacts device, GateSpec spec) {
        return "; " + device.kindInWords() + ", " + limits(device, spec, true);
    }

    /** Those limits that speak for the specialised kernel, or those that speak against it. */
    private static String limits(DeviceFacts device, GateSpec spec, boolean holding) {
        return KernelTable.limits(device, spec).stream()
                .filter(limit -> limit.holds() == holding)
                .map(Limit::text)
                .collect(Collectors.joining(", "));
    }

    private static String name(KernelFamily family) {
        return family.name().toLowerCase(Locale.ROOT);
    }

    private static String words(Team team) {
        return switch (team) {
            case WARP -> "warp instructions";
            case SUB_GROUP -> "sub-group functions";
            case LOCAL_MEMORY -> "local memory";
        };
    }
}
