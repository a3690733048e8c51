package org.moegate.conformance.cases;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.moegate.DType;
import org.moegate.GateSpec;

/** A case with some of its experts, groups or columns taken away. */
final class ExpertCut {

    private ExpertCut() {}

    /** With the first groups alone. */
    static RoutingCase firstGroups(RoutingCase from, int groups) {
        GateSpec spec = from.spec();
        return keep(from, groups, spec.groupSize(), expert -> expert < groups * spec.groupSize());
    }

    /** Without the experts at certain places of each group, of which some must remain. */
    static RoutingCase withoutPlaces(RoutingCase from, int first, int end) {
        int size = from.spec().groupSize();
        return keep(from, from.spec().numExpertGroup(), size - (end - first), expert -> {
            int place = expert % size;
            return place < first || place >= end;
        });
    }

    /** With this many columns, of routed experts and of shared ones. */
    static GateSpec columns(GateSpec spec, int routed, int shared) {
        return build(spec, spec.numExpertGroup(), spec.topkGroup(), spec.numExperts(), routed, shared);
    }

    private static RoutingCase keep(RoutingCase from, int groups, int groupSize, IntPredicate kept) {
        GateSpec spec = from.spec();
        int topkGroup = Math.min(spec.topkGroup(), groups);
        int routed = Math.min(spec.numRoutedTopk(), topkGroup * groupSize);
        GateSpec smaller = build(spec, groups, topkGroup, groups * groupSize, routed, spec.numFusedSharedExperts());
        float[][] rows = new float[from.numTokens()][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = pick(from.logitsRow(row), kept);
        }
        RoutingCase cut = RoutingCase.of(from.name(), smaller, rows);
        float[] bias = from.bias();
        DType biasDType = from.request().biasDType();
        if (bias != null && biasDType != null) {
            cut = cut.withBias(pick(bias, kept));
        }
        return cut.withTypes(from.request().logitsDType(), biasDType == null ? DType.F32 : biasDType)
                .withPaddingFrom(from.numTokenNonPadded())
                .withSeed(from.seed())
                .withThreads(from.request().threads());
    }

    private static float[] pick(float[] values, IntPredicate kept) {
        int[] places = IntStream.range(0, values.length).filter(kept).toArray();
        float[] picked = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            picked[i] = values[places[i]];
        }
        return picked;
    }

    private static GateSpec build(GateSpec spec, int groups, int topkGroup, int experts, int routed, int shared) {
        return GateSpec.builder(experts, routed + shared)
                .numExpertGroup(groups)
                .topkGroup(topkGroup)
                .numFusedSharedExperts(shared)
                .scoringFunc(spec.scoringFunc())
                .groupScore(spec.groupScore())
                .renormalize(spec.renormalize())
                .routedScalingFactor(spec.routedScalingFactor())
                .applyRoutedScalingFactorOnOutput(spec.applyRoutedScalingFactorOnOutput())
                .build();
    }
}
