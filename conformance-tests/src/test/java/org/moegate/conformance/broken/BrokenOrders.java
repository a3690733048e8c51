package org.moegate.conformance.broken;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.moegate.GateSpec;
import org.moegate.GroupScore;

/** Gates that lose an expert where the best lie in some order, which random rows hardly ever have. */
final class BrokenOrders {

    private BrokenOrders() {}

    /** Which experts a search comes to compare with each other; the others are lost. */
    private interface Search {
        int[] seen(float[] choices, int wanted);
    }

    static Stream<BrokenGate> all() {
        return Stream.of(
                broken(
                        "room for eight times what is chosen",
                        "plainOrders",
                        "plain orders",
                        seeing(BrokenOrders::passed)),
                broken(
                        "half of the best of a lane",
                        "bestInTwoLanes",
                        "the best in two lanes",
                        seeing((choices, wanted) -> firstOfParts(choices, Math.max(8, wanted / 2), i -> i % 16))),
                broken(
                        "half of the best of a bank",
                        "bestInOneBank",
                        "the best in one bank",
                        seeing((choices, wanted) -> firstOfParts(choices, Math.max(5, wanted / 2), i -> i % 64))),
                broken(
                        "half of the best of a block",
                        "bestInOneBlock",
                        "the best in one block",
                        // the first block, where ties are, has room enough
                        seeing((choices, wanted) ->
                                firstOfParts(choices, Math.max(12, wanted / 2), i -> i < 64 ? -1 - i : i / 64))),
                broken(
                        "a merge without one exchange",
                        "bestInFewSets",
                        "the best in few sets",
                        seeing(BrokenOrders::mergedSurvivors)),
                broken(
                        "a close expert forgotten where a whole block is chosen",
                        "closeAtTheLastPlace",
                        "two close",
                        new StepwiseGate() {
                            @Override
                            int[] chosen(GateSpec spec, float[] choices, List<Integer> open) {
                                int[] best = super.chosen(spec, choices, open);
                                int block = best[0] / best.length;
                                boolean whole = 2 * best.length < choices.length
                                        && Arrays.stream(best).allMatch(i -> i / best.length == block);
                                return whole ? super.chosen(spec, coarse(choices), open) : best;
                            }
                        }),
                broken("a second best hidden by the best", "anyTwoOfAGroup", "two of 64", new StepwiseGate() {
                    @Override
                    float groupScore(GateSpec spec, float[] choices) {
                        float[] seen = choices.clone();
                        if (choices.length == 64 && spec.groupScore() == GroupScore.TOP2_SUM) {
                            seen[53] = Math.max(choices[21], choices[53]);
                            seen[21] = Float.NEGATIVE_INFINITY;
                        }
                        return super.groupScore(spec, seen);
                    }
                }));
    }

    private static StepwiseGate seeing(Search search) {
        return new StepwiseGate() {
            @Override
            int[] chosen(GateSpec spec, float[] choices, List<Integer> open) {
                float[] openChoices = choices.clone();
                fill(openChoices, i -> open.contains(i / spec.groupSize()) ? choices[i] : Float.NEGATIVE_INFINITY);
                float[] seen = new float[choices.length];
                Arrays.fill(seen, Float.NEGATIVE_INFINITY);
                for (int expert : search.seen(openChoices, spec.numRoutedTopk())) {
                    seen[expert] = openChoices[expert];
                }
                return super.chosen(spec, seen, open);
            }
        };
    }

    /** Experts that were among the best when their turn came, as many as there is room for. */
    private static int[] passed(float[] choices, int wanted) {
        List<Integer> passed = new ArrayList<>();
        float[] best = new float[wanted];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < choices.length && passed.size() < 8 * wanted + 96; i++) {
            if (i < wanted || choices[i] > best[0]) {
                passed.add(i);
                best[0] = choices[i];
                Arrays.sort(best);
            }
        }
        return passed.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Of the experts of each part only the first of the best. */
    private static int[] firstOfParts(float[] choices, int most, IntUnaryOperator part) {
        Map<Integer, Integer> kept = new HashMap<>();
        return StepwiseGate.ranked(choices, StepwiseGate.falling(choices)).stream()
                .mapToInt(Integer::intValue)
                .filter(i -> kept.merge(part.applyAsInt(i), 1, Integer::sum) <= most)
                .toArray();
    }

    /**
     * What goes on to be sorted where 9 to 16 are chosen: of experts dealt out to 32 sets, those that reach the best of enough
     * sets. Sixteen of them and those behind come sorted to a merge, which lacks the exchange of one pair.
     */
    private static int[] mergedSurvivors(float[] choices, int wanted) {
        int half = (choices.length + 31) / 32 * 16;
        float[] maxima = new float[32];
        Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < choices.length; i++) {
            int set = i % 16 + i / half * 16;
            maxima[set] = Math.max(maxima[set], choices[i]);
        }
        Arrays.sort(maxima);
        float threshold = maxima[32 - Math.min(wanted, 32)];
        int[] all = IntStream.range(0, choices.length).toArray();
        int[] survivors =
                Arrays.stream(all).filter(i -> choices[i] >= threshold).toArray();
        if (wanted < 9 || wanted > 16 || survivors.length <= 16 || survivors.length > 32) {
            return all;
        }
        int[] first = sorted(choices, Arrays.copyOf(survivors, 16));
        int[] second = sorted(choices, Arrays.copyOfRange(survivors, 16, survivors.length));
        int[] merged = first.clone();
        for (int i = 16 - second.length; i < 16; i++) {
            int other = second[15 - i];
            if (i != 4 && choices[other] > choices[first[i]]) {
                merged[i] = other;
            }
        }
        return merged;
    }

    private static int[] sorted(float[] choices, int[] experts) {
        return Arrays.stream(experts)
                .boxed()
                .sorted(StepwiseGate.falling(choices))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Without the lowest bits. */
    private static float[] coarse(float[] choices) {
        float[] coarse = choices.clone();
        StepwiseGate.fill(coarse, i -> Float.intBitsToFloat(Float.floatToRawIntBits(choices[i]) & ~0x1ff));
        return coarse;
    }

    private static BrokenGate broken(String fault, String rule, String seen, StepwiseGate gate) {
        return new BrokenGate(fault, rule, seen, StepwiseProvider.ofGates(() -> gate));
    }
}
