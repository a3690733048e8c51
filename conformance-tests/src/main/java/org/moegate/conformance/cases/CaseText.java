package org.moegate.conformance.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.moegate.GateSpec;

/** A case in words: what is unusual about its gate and call, and its numbers where a person can take them in. */
final class CaseText {

    private static final int FEW_EXPERTS = 8;

    private CaseText() {}

    static String of(RoutingCase input) {
        GateSpec spec = input.spec();
        List<String> parts = new ArrayList<>();
        parts.add(input.numTokens() + (input.numTokens() == 1 ? " token" : " tokens"));
        parts.add(
                "topk " + spec.topk() + " of " + spec.numExperts() + (spec.numExperts() == 1 ? " expert" : " experts"));
        if (spec.numExpertGroup() > 1) {
            parts.add(spec.topkGroup() + " of " + spec.numExpertGroup() + " groups open by " + word(spec.groupScore()));
        }
        if (spec.numFusedSharedExperts() > 0) {
            parts.add(spec.numFusedSharedExperts() + " of the topk shared");
        }
        parts.add(word(spec.scoringFunc()));
        if (spec.renormalize()) {
            parts.add("renormalize");
        }
        if (spec.routedScalingFactor() != 1) {
            parts.add("routed_scaling_factor " + spec.routedScalingFactor()
                    + (spec.applyRoutedScalingFactorOnOutput() ? " on the output" : ""));
        }
        parts.add(input.request().logitsDType() + " logits");
        parts.add(
                input.request().biasDType() == null
                        ? "no bias"
                        : input.request().biasDType() + " bias");
        if (input.numTokenNonPadded() != input.numTokens()) {
            parts.add("padding from row " + input.numTokenNonPadded());
        }
        if (input.logitsRowStride() != spec.numExperts()) {
            parts.add("row stride " + input.logitsRowStride());
        }
        if (input.request().threads().parallelism() > 1) {
            parts.add(input.request().threads() + " threads");
        }
        return input.name() + ": " + String.join(", ", parts) + numbers(input);
    }

    private static String numbers(RoutingCase input) {
        if (input.spec().numExperts() > FEW_EXPERTS || input.numTokens() != 1) {
            return "";
        }
        float[] bias = input.bias();
        return "\nlogits " + Arrays.toString(input.logitsRow(0))
                + (bias == null ? "" : "\nbias   " + Arrays.toString(bias));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
