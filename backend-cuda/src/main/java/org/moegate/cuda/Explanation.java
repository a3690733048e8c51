package org.moegate.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.moegate.GateSpec;
import org.moegate.kernelbuilds.Limit;
import org.moegate.kernelbuilds.RowsLayout;
import org.moegate.kernelbuilds.RowsTable;

/** Says what {@link KernelTable} chose for a gate, and what it looked at. */
final class Explanation {

    private Explanation() {}

    /** A line for each range of batch sizes. */
    static List<String> of(DeviceFacts device, GateSpec spec, int specialisedLimit) {
        if (specialisedLimit == 0) {
            return List.of(
                    tiled(device, spec) + "; not one of its own, as " + CudaBackendProvider.SPECIALISED_LIMIT + " = 0");
        }
        return RowsTable.layout(spec)
                .map(layout -> rows(device, spec, layout))
                .orElseGet(() -> List.of(tiled(device, spec) + "; not one of its own, as " + limits(spec, false)));
    }

    private static List<String> rows(DeviceFacts device, GateSpec spec, RowsLayout layout) {
        List<String> lines = new ArrayList<>();
        String grounds = "; " + limits(spec, true);
        int mostSplit = RowsTable.mostSplitTokens(layout, device.multiprocessors());
        if (mostSplit > 0) {
            lines.add("up to " + mostSplit + " tokens: route_split: built for the gate, " + layout.splitWarps()
                    + " warps a row that score it together" + grounds);
        }
        lines.add((mostSplit > 0 ? "more than " + mostSplit : "any number of")
                + " tokens: route_rows: built for the gate, "
                + layout.lanes() + " lanes a row, " + layout.keys() + " experts a lane, " + layout.warps()
                + " warps a block" + grounds);
        return lines;
    }

    private static String tiled(DeviceFacts device, GateSpec spec) {
        return "route_tiled: one for all gates, " + KernelTable.tiledThreads(spec) + " threads a row, keys in "
                + (KernelTable.tiledKeysFitSharedMemory(device, spec) ? "shared" : "global") + " memory";
    }

    /** Those limits that speak for a kernel of the gate's own, or those that speak against it. */
    private static String limits(GateSpec spec, boolean holding) {
        return RowsTable.limits(spec).stream()
                .filter(limit -> limit.holds() == holding)
                .map(Limit::text)
                .collect(Collectors.joining(", "));
    }
}
