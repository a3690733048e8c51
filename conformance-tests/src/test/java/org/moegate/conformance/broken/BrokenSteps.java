package org.moegate.conformance.broken;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.ScoringFunc;

/** Gates with a fault in one step of a row; most of them were found in gates that people use. */
final class BrokenSteps {

    private BrokenSteps() {}

    static Stream<BrokenGate> all() {
        return Stream.of(scoring(), choosing(), grouping(), weighing()).flatMap(List::stream);
    }

    private static List<BrokenGate> scoring() {
        return List.of(
                broken("scores rounded to bfloat16", "bfloat16Logits", "row ", new StepwiseGate() {
                    @Override
                    float[] scores(GateSpec spec, float[] logits) {
                        float[] scores = super.scores(spec, logits);
                        fill(scores, i -> Float.intBitsToFloat(Float.floatToRawIntBits(scores[i]) & 0xffff0000));
                        return scores;
                    }
                }),
                broken("functions of the platform", "sigmoid", "row ", new OtherRoundings()),
                broken("softplus without its tail for large logits", "sqrtSoftplus", "row ", new StepwiseGate() {
                    @Override
                    float[] scores(GateSpec spec, float[] logits) {
                        float[] scores = super.scores(spec, logits);
                        if (spec.scoringFunc() == ScoringFunc.SQRTSOFTPLUS) {
                            fill(scores, i -> logits[i] > 3 ? (float) Math.sqrt(logits[i]) : scores[i]);
                        }
                        return scores;
                    }
                }),
                broken("softmax over the first half", "softmax", "row ", new StepwiseGate() {
                    @Override
                    float sum(float[] values) {
                        return super.sum(Arrays.copyOf(values, (values.length + 1) / 2));
                    }
                }),
                broken("softmax without the maximum", "softmaxOfLargeLogits", "far from 0", new StepwiseGate() {
                    @Override
                    float[] scores(GateSpec spec, float[] logits) {
                        float[] scores = super.scores(spec, logits);
                        if (spec.scoringFunc() == ScoringFunc.SOFTMAX) {
                            fill(scores, i -> (float) Math.exp(logits[i]));
                            float sum = sum(scores);
                            fill(scores, i -> scores[i] / sum);
                        }
                        return scores;
                    }
                }),
                broken("NaN left out of the softmax's sum", "nanUnderSoftmax", "row 0 of 1", new StepwiseGate() {
                    @Override
                    float sum(float[] values) {
                        float[] numbers = values.clone();
                        fill(numbers, i -> Float.isNaN(values[i]) ? 0 : values[i]);
                        return super.sum(numbers);
                    }
                }));
    }

    private static List<BrokenGate> choosing() {
        return List.of(
                broken("ties to the higher index", "lowerExpertFirst", "all equal", new StepwiseGate() {
                    @Override
                    Comparator<Integer> expertOrder(float[] choices) {
                        return higherFirst(choices);
                    }
                }),
                broken("border ties to the higher index", "lowerExpertsGetIn", "many tie", new StepwiseGate() {
                    @Override
                    int[] chosen(GateSpec spec, float[] choices, List<Integer> open) {
                        int[] chosen = super.chosen(spec, choices, open);
                        float last = choices[chosen[chosen.length - 1]];
                        int[] higher = IntStream.range(0, choices.length)
                                .filter(i -> choices[i] == last)
                                .toArray();
                        chosen[chosen.length - 1] = higher[higher.length - 1];
                        return chosen;
                    }
                }),
                broken(
                        "groups merged in the order of their scores",
                        "tiesAcrossGroups",
                        "row 0 of 1",
                        new StepwiseGate() {
                            private List<Integer> openInOrder = List.of();

                            @Override
                            List<Integer> openGroups(GateSpec spec, float[] scores, float[] choices) {
                                openInOrder = super.openGroups(spec, scores, choices);
                                return openInOrder;
                            }

                            @Override
                            int[] chosen(GateSpec spec, float[] choices, List<Integer> open) {
                                return openInOrder.stream()
                                        .flatMap(group -> IntStream.range(0, spec.groupSize())
                                                .mapToObj(i -> group * spec.groupSize() + i))
                                        .sorted(Comparator.comparingDouble(i -> -choices[i]))
                                        .limit(spec.numRoutedTopk())
                                        .mapToInt(Integer::intValue)
                                        .toArray();
                            }
                        }),
                broken("NaN ordered as the largest", "nanLogitsComeLast", "NaN among the logits", new StepwiseGate() {
                    @Override
                    float choice(float score, float bias) {
                        return Float.isNaN(score + bias) ? Float.POSITIVE_INFINITY : score + bias;
                    }
                }),
                broken("the NaN rule before the bias", "nanBiasComesLast", "NaN in the bias", new StepwiseGate() {
                    @Override
                    float choice(float score, float bias) {
                        float sum = lastIfNaN(score) + bias;
                        return Float.isNaN(sum) ? score : sum;
                    }
                }),
                broken("no expert where nothing beats -infinity", "rowsOfNothingButNan", " -1 ", new StepwiseGate() {
                    @Override
                    void finish(GateSpec spec, float total, int[] ids, float[] weights) {
                        super.finish(spec, total, ids, weights);
                        if (total == 0) {
                            Arrays.fill(ids, 0, spec.numRoutedTopk(), -1);
                        }
                    }
                }),
                broken(
                        "masks of a large number instead of infinity",
                        "masksHold",
                        "the better half",
                        new StepwiseGate() {
                            @Override
                            float choice(float score, float bias) {
                                return super.choice(score, Math.max(bias, -0.5f));
                            }
                        }),
                broken("infinite bias taken for a missing one", "infiniteBiasComesFirst", "forced", new StepwiseGate() {
                    @Override
                    float choice(float score, float bias) {
                        return super.choice(score, bias == Float.POSITIVE_INFINITY ? 0 : bias);
                    }
                }),
                broken("columns in the order of weights", "columnsFollowChoice", "turns the order", new StepwiseGate() {
                    @Override
                    void finish(GateSpec spec, float total, int[] ids, float[] weights) {
                        super.finish(spec, total, ids, weights);
                        int[] unsorted = ids.clone();
                        float[] values = weights.clone();
                        List<Integer> order = ranked(values, falling(values));
                        for (int column = 0; column < ids.length; column++) {
                            ids[column] = unsorted[order.get(column)];
                            weights[column] = values[order.get(column)];
                        }
                    }
                }),
                broken("no more than 8 columns", "allExpertsChosen", "it threw", new StepwiseGate() {
                    @Override
                    float total(GateSpec spec, float[] weights) {
                        if (spec.numRoutedTopk() > 8) {
                            throw new ArrayIndexOutOfBoundsException(8);
                        }
                        return super.total(spec, weights);
                    }
                }),
                broken("expert indices of 10 bits", "thousandsOfExperts", "row ", new StepwiseGate() {
                    @Override
                    int[] chosen(GateSpec spec, float[] choices, List<Integer> open) {
                        return Arrays.stream(super.chosen(spec, choices, open))
                                .map(expert -> expert & 1023)
                                .toArray();
                    }
                }));
    }

    private static List<BrokenGate> grouping() {
        return List.of(
                broken("group ties to the higher index", "lowerGroupFirst", "groups tie", new StepwiseGate() {
                    @Override
                    Comparator<Integer> groupOrder(float[] groupScores) {
                        return higherFirst(groupScores);
                    }
                }),
                broken("second of two tied maxima lost", "bothTiedMaximaCount", "two tied maxima", new StepwiseGate() {
                    @Override
                    float groupScore(GateSpec spec, float[] choices) {
                        float best = maximum(choices);
                        float[] others = choices.clone();
                        fill(others, i -> choices[i] == best ? Float.NEGATIVE_INFINITY : choices[i]);
                        boolean one = spec.groupScore() == GroupScore.MAX || choices.length == 1;
                        return one ? best : lastIfNaN(best + maximum(others));
                    }
                }),
                broken("the best choice alone for top2_sum", "sumOfTheTwoBest", "one star", new StepwiseGate() {
                    @Override
                    float groupScore(GateSpec spec, float[] choices) {
                        return maximum(choices);
                    }
                }),
                broken("the sum of two for max", "theBestAlone", "one star", new StepwiseGate() {
                    @Override
                    float groupScore(GateSpec spec, float[] choices) {
                        GateSpec summed =
                                spec.toBuilder().groupScore(GroupScore.TOP2_SUM).build();
                        return super.groupScore(summed, choices);
                    }
                }),
                broken(
                        "groups ranked without the bias",
                        "groupScoresCountTheBias",
                        "lifts the last",
                        new StepwiseGate() {
                            @Override
                            List<Integer> openGroups(GateSpec spec, float[] scores, float[] choices) {
                                return super.openGroups(spec, scores, scores);
                            }
                        }),
                broken("no score to the higher index", "groupsOfNoScoreTie", "groups 1 and 2 tie", new StepwiseGate() {
                    @Override
                    Comparator<Integer> groupOrder(float[] groupScores) {
                        return Comparator.<Integer>comparingDouble(i -> -groupScores[i])
                                .thenComparingInt(i -> groupScores[i] == Float.NEGATIVE_INFINITY ? -i : i);
                    }
                }),
                broken("closed groups masked with 0", "closedGroupsAreLeftOut", "choices below 0", new StepwiseGate() {
                    @Override
                    int[] chosen(GateSpec spec, float[] choices, List<Integer> open) {
                        float[] masked = choices.clone();
                        fill(masked, i -> open.contains(i / spec.groupSize()) ? choices[i] : 0);
                        return super.chosen(spec, masked, allGroups(spec));
                    }
                }),
                broken("closed groups masked with -infinity", "closedGroupsStayClosed", "two open", new StepwiseGate() {
                    @Override
                    int[] chosen(GateSpec spec, float[] choices, List<Integer> open) {
                        float[] masked = choices.clone();
                        fill(masked, i -> open.contains(i / spec.groupSize()) ? choices[i] : Float.NEGATIVE_INFINITY);
                        return super.chosen(spec, masked, allGroups(spec));
                    }
                }),
                broken("no more than 32 experts of a group seen", "groupsOfAnySize", "groups of ", new StepwiseGate() {
                    @Override
                    int[] chosen(GateSpec spec, float[] choices, List<Integer> open) {
                        float[] seen = choices.clone();
                        fill(seen, i -> i % spec.groupSize() < 32 ? choices[i] : Float.NEGATIVE_INFINITY);
                        return super.chosen(spec, seen, open);
                    }
                }),
                broken("no more than 8 groups seen", "anyNumberOfGroups", "row ", new StepwiseGate() {
                    @Override
                    List<Integer> openGroups(GateSpec spec, float[] scores, float[] choices) {
                        return super.openGroups(spec, scores, choices).stream()
                                .map(group -> group % 8)
                                .toList();
                    }
                }),
                broken(
                        "a NaN group score ranked first",
                        "contradictingInfinities",
                        "both infinities",
                        new StepwiseGate() {
                            @Override
                            float groupScore(GateSpec spec, float[] choices) {
                                float score = super.groupScore(spec, choices);
                                boolean both =
                                        maximum(choices) == Float.POSITIVE_INFINITY && score == Float.NEGATIVE_INFINITY;
                                return both ? Float.POSITIVE_INFINITY : score;
                            }
                        }));
    }

    private static List<BrokenGate> weighing() {
        return List.of(
                broken("the bias left in the weights", "biasNeverWeighs", "a bias larger", new StepwiseGate() {
                    @Override
                    float weight(float score, float choice) {
                        return super.weight(choice, choice);
                    }
                }),
                broken(
                        "a masked expert weighs its score",
                        "maskedExpertsWeighNothing",
                        "three of ten",
                        new StepwiseGate() {
                            @Override
                            float weight(float score, float choice) {
                                return score;
                            }
                        }),
                broken(
                        "the sum taken after the shared expert",
                        "totalLeavesSharedExpertsOut",
                        "row ",
                        new StepwiseGate() {
                            @Override
                            void finish(GateSpec spec, float total, int[] ids, float[] weights) {
                                float sum = 0;
                                for (float weight : weights) {
                                    sum += weight;
                                }
                                super.finish(spec, sum, ids, weights);
                            }
                        }),
                broken("shared experts without the factor", "sharedExpertsWeighTheTotal", "row ", new StepwiseGate() {
                    @Override
                    float shared(GateSpec spec, float total) {
                        return total;
                    }
                }),
                broken("shared experts all of one id", "sharedExpertsComeLast", "<", new StepwiseGate() {
                    @Override
                    void finish(GateSpec spec, float total, int[] ids, float[] weights) {
                        super.finish(spec, total, ids, weights);
                        Arrays.fill(ids, spec.numRoutedTopk(), ids.length, spec.numExperts());
                    }
                }),
                broken("scaled twice", "scalesOnce", "row ", new StepwiseGate() {
                    @Override
                    void finish(GateSpec spec, float total, int[] ids, float[] weights) {
                        super.finish(spec, total, ids, weights);
                        if (spec.applyRoutedScalingFactorOnOutput()) {
                            fill(weights, i -> weights[i] * spec.routedScalingFactor());
                        }
                    }
                }),
                broken("scaled without being asked", "factorAloneScalesNothing", "row ", new StepwiseGate() {
                    @Override
                    void finish(GateSpec spec, float total, int[] ids, float[] weights) {
                        super.finish(
                                spec.toBuilder()
                                        .applyRoutedScalingFactorOnOutput(true)
                                        .build(),
                                total,
                                ids,
                                weights);
                    }
                }),
                broken("always renormalised", "weightsStayScores", "row ", new StepwiseGate() {
                    @Override
                    void finish(GateSpec spec, float total, int[] ids, float[] weights) {
                        super.finish(spec.toBuilder().renormalize(true).build(), total, ids, weights);
                    }
                }),
                broken("never renormalised", "renormalizedWeightsSumToOne", "row ", new StepwiseGate() {
                    @Override
                    void finish(GateSpec spec, float total, int[] ids, float[] weights) {
                        super.finish(spec.toBuilder().renormalize(false).build(), total, ids, weights);
                    }
                }),
                broken("a small number added to the total", "zeroTotalsStay", "row ", new StepwiseGate() {
                    @Override
                    float total(GateSpec spec, float[] weights) {
                        return super.total(spec, weights) + 1e-6f;
                    }
                }),
                broken(
                        "the total summed from the last column",
                        "totalIsSummedInColumnOrder",
                        "row ",
                        new StepwiseGate() {
                            @Override
                            float total(GateSpec spec, float[] weights) {
                                float total = 0;
                                for (int column = spec.numRoutedTopk() - 1; column >= 0; column--) {
                                    total += weights[column];
                                }
                                return total;
                            }
                        }));
    }

    private static BrokenGate broken(String fault, String rule, String seen, StepwiseGate gate) {
        return new BrokenGate(fault, rule, seen, StepwiseProvider.ofGates(() -> gate));
    }

    private static Comparator<Integer> higherFirst(float[] values) {
        return Comparator.<Integer>comparingDouble(i -> -values[i]).thenComparing(Comparator.reverseOrder());
    }

    private static List<Integer> allGroups(GateSpec spec) {
        return IntStream.range(0, spec.numExpertGroup()).boxed().toList();
    }
}
