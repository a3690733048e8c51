package org.moegate.opencl;

import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.Resources;

/** The calls that route a gate's batches: one for any, and where the program has a kernel for small ones, one for these. */
final class GateCalls {

    private final KernelCall any;
    private final int mostSplitTokens;
    private final @Nullable KernelCall split;

    /** Calls of a program; {@code resources} takes over what they make. */
    GateCalls(OpenClDevice device, Program program, PlanRequest request, Resources resources) {
        DeviceFacts facts = device.facts();
        GateSpec spec = request.spec();
        KernelFamily family = program.family();
        any = new KernelCall(device, program, family.kernel(), Grid.of(facts, program, spec), request, resources);
        mostSplitTokens = family == KernelFamily.ROWS ? KernelTable.mostSplitTokens(facts, spec) : 0;
        split = mostSplitTokens == 0
                ? null
                : new KernelCall(
                        device,
                        program,
                        "route_split",
                        Grid.ofSplitRows(KernelTable.layout(facts, spec)),
                        request,
                        resources);
    }

    /** The call for a batch of at least one row. */
    KernelCall of(int tokens) {
        return split != null && tokens <= mostSplitTokens ? split : any;
    }
}
