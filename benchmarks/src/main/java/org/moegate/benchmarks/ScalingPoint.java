package org.moegate.benchmarks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A size of gate and batch to measure. Each sweep varies one of the three.
 *
 * @param experts the gate's experts
 * @param topk experts chosen
 * @param tokens rows a call
 */
record ScalingPoint(int experts, int topk, int tokens) {

    private static final int TOPK = 8;
    private static final int TOKENS = 1024;
    private static final int MULTIPLE = 64;

    static List<ScalingPoint> byExperts() {
        return IntStream.of(8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
                .mapToObj(ScalingPoint::ofExperts)
                .toList();
    }

    /** Counts of experts that are no power of two, most of them no multiple of 64 either. */
    static List<ScalingPoint> byOddExperts() {
        return IntStream.of(60, 72, 160, 288, 320)
                .mapToObj(ScalingPoint::ofExperts)
                .toList();
    }

    static List<ScalingPoint> byTopk() {
        return IntStream.of(8, 16, 32, 64)
                .mapToObj(topk -> new ScalingPoint(512, topk, TOKENS))
                .toList();
    }

    static List<ScalingPoint> byTokens() {
        return IntStream.of(1, 16, 256, 1024, 4096)
                .mapToObj(tokens -> new ScalingPoint(256, TOPK, tokens))
                .toList();
    }

    /** Every point of every sweep, once. */
    static Set<ScalingPoint> all() {
        Set<ScalingPoint> all = new LinkedHashSet<>(byExperts());
        for (ScalingPoint odd : byOddExperts()) {
            all.add(odd);
            all.add(odd.nextMultiple());
        }
        all.addAll(byTopk());
        all.addAll(byTokens());
        return all;
    }

    private static ScalingPoint ofExperts(int experts) {
        return new ScalingPoint(experts, TOPK, TOKENS);
    }

    /** This point with the next greater multiple of 64 experts. */
    ScalingPoint nextMultiple() {
        return new ScalingPoint((experts / MULTIPLE + 1) * MULTIPLE, topk, tokens);
    }

    Map<String, String> parameters() {
        return Map.of("experts", "" + experts, "topk", "" + topk, "tokens", "" + tokens);
    }
}
