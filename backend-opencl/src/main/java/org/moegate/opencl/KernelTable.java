package org.moegate.opencl;

import java.util.ArrayList;
import java.util.List;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.Limit;
import org.moegate.kernelbuilds.RowsLayout;
import org.moegate.kernelbuilds.RowsTable;
import org.moegate.opencl.DeviceFacts.Kind;
import org.moegate.spi.Capability;

/** Which kernel routes a gate on a device. This is the only place that decides. */
final class KernelTable {

    /** A vector kernel keeps a row's scores and keys on its stack. */
    private static final int VECTORS_MOST_EXPERTS = 8192;

    /** Its list of chosen experts is kept in order by insertion. */
    private static final int VECTORS_MOST_ROUTED = 256;

    /** Groups are ranked by comparing each with each. */
    private static final int VECTORS_MOST_GROUPS = 256;

    private KernelTable() {}

    /** What no kernel can route: rows that no buffer can hold. */
    static Capability supports(DeviceFacts device, PlanRequest request) {
        GateSpec spec = request.spec();
        long rowBytes = Math.max(
                Math.max(
                        Program.keyBytes(spec),
                        (long) spec.numExperts() * (request.logitsDType().byteSize() + Float.BYTES)),
                2L * spec.topk() * Integer.BYTES);
        return rowBytes <= device.largestBuffer()
                ? Capability.yes()
                : Capability.no("num_experts = " + spec.numExperts() + ": a row takes " + rowBytes
                        + " bytes, and a buffer on " + device.name() + " has at most " + device.largestBuffer());
    }

    /** The family that suits best. One that is specialised costs a build of its own, so the caller may prefer the tiled one. */
    static KernelFamily family(DeviceFacts device, GateSpec spec) {
        return limits(device, spec).stream().allMatch(Limit::holds) ? specialised(device) : KernelFamily.TILED;
    }

    /** The family for gates within its limits. */
    static KernelFamily specialised(DeviceFacts device) {
        return device.kind() == Kind.CPU ? KernelFamily.VECTORS : KernelFamily.ROWS;
    }

    /** What {@link #specialised} takes, and whether gate and device are within it. */
    static List<Limit> limits(DeviceFacts device, GateSpec spec) {
        if (device.kind() == Kind.CPU) {
            return List.of(
                    Limit.atMost("num_experts", spec.numExperts(), VECTORS_MOST_EXPERTS),
                    Limit.atMost("num_expert_group", spec.numExpertGroup(), VECTORS_MOST_GROUPS),
                    Limit.atMost("routed topk", spec.numRoutedTopk(), VECTORS_MOST_ROUTED));
        }
        List<Limit> limits = new ArrayList<>(RowsTable.limits(spec));
        limits.add(Limit.atLeast("work-group size", device.maxWorkGroupSize(), Team.SIZE));
        return limits;
    }

    /** How the kernels of {@link KernelFamily#ROWS} lay out a gate that is within their limits. */
    static RowsLayout layout(DeviceFacts device, GateSpec spec) {
        return Team.of(device) == Team.WARP ? RowsTable.layout(spec).orElseThrow() : RowsLayout.ofOneWarp(spec);
    }

    /** Up to how many tokens these have several warps a row; 0 for never. */
    static int mostSplitTokens(DeviceFacts device, GateSpec spec) {
        return RowsTable.mostSplitTokens(layout(device, spec), device.computeUnits());
    }

    /** Work-items that a tiled kernel gives a row: one on a CPU, where a barrier costs more than it saves. */
    static int tiledLanes(DeviceFacts device, GateSpec spec) {
        if (device.kind() == Kind.CPU) {
            return 1;
        }
        int wanted = Math.clamp(Integer.highestOneBit(spec.numExperts() - 1 | 1) * 2L, 32, 256);
        return Math.min(wanted, device.maxWorkGroupSize());
    }
}
