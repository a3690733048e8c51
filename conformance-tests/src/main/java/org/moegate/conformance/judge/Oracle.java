package org.moegate.conformance.judge;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.GroupScore;

/**
 * The contract in float64, by sorting, with no step in common with the reference: what an exact gate returns for a row, and how
 * far the row is from another answer.
 */
public final class Oracle {

    /** Beyond this, float32 sums overflow where float64 ones do not. */
    private static final double MOST = 1e38;

    /** Below this, float32 scores lose digits that float64 ones keep. */
    private static final double LEAST = 1e-36;

    private final GateSpec spec;
    private final float[] logits;
    private final float[] bias;
    private final double[] scores;
    private final double[] choices;

    private Oracle(GateSpec spec, float[] logits, float @Nullable [] bias) {
        this.spec = spec;
        this.logits = logits;
        this.bias = bias == null ? new float[logits.length] : bias;
        scores = scores();
        choices = IntStream.range(0, logits.length)
                .mapToDouble(i -> lastIfNaN(scores[i] + this.bias[i]))
                .toArray();
    }

    /** Routes one row. */
    public static ExactRow route(GateSpec spec, float[] logits, float @Nullable [] bias) {
        return new Oracle(spec, logits, bias).route();
    }

    /** Why one expert is chosen in another's place, in words. */
    static String why(GateSpec spec, float[] logits, float @Nullable [] bias, int expected, int actual) {
        if (actual < 0 || actual >= spec.numExperts() || expected >= spec.numExperts()) {
            return "expert " + expected + " belongs here, " + actual + " never does";
        }
        Oracle oracle = new Oracle(spec, logits, bias);
        List<GroupRank> groups = oracle.rankedGroups();
        GroupRank last = groups.get(spec.topkGroup() - 1);
        for (GroupRank closed : groups.subList(spec.topkGroup(), groups.size())) {
            if (closed.group() == actual / spec.groupSize()) {
                return "group " + closed.group() + " of expert " + actual + " is closed: "
                        + oracle.between(last, closed);
            }
        }
        return oracle.between(expected, actual).toString();
    }

    private ExactRow route() {
        Gap gap = Gap.NONE;
        for (double choice : choices) {
            if (Math.abs(choice) > MOST && Double.isFinite(choice)) {
                gap = new Gap(0, "choices beyond what float32 sums hold");
            }
        }
        List<Integer> candidates = IntStream.range(0, choices.length).boxed().toList();
        if (spec.topkGroup() < spec.numExpertGroup()) {
            List<GroupRank> groups = rankedGroups();
            gap = gap.orSmaller(
                    firstGap(spec.topkGroup() - 1, groups.size(), i -> between(groups.get(i), groups.get(i + 1))));
            List<Integer> open = groups.stream()
                    .limit(spec.topkGroup())
                    .map(GroupRank::group)
                    .toList();
            candidates = candidates.stream()
                    .filter(expert -> open.contains(expert / spec.groupSize()))
                    .toList();
        }
        List<Integer> ranked = descending(candidates);
        int routed = spec.numRoutedTopk();
        for (int place = 0; place < routed - 1; place++) {
            gap = gap.orSmaller(between(ranked.get(place), ranked.get(place + 1)));
        }
        gap = gap.orSmaller(firstGap(routed - 1, ranked.size(), i -> between(ranked.get(i), ranked.get(i + 1))));
        int[] chosen = ranked.stream().limit(routed).mapToInt(Integer::intValue).toArray();
        return new ExactRow(ids(chosen), weights(chosen), gap, isWithinFloat(chosen));
    }

    // ---------------------------------------------------------------- the steps

    private List<GroupRank> rankedGroups() {
        return IntStream.range(0, spec.numExpertGroup())
                .mapToObj(this::rank)
                .sorted(Comparator.comparingDouble(GroupRank::score).reversed().thenComparingInt(GroupRank::group))
                .toList();
    }

    private double[] scores() {
        return switch (spec.scoringFunc()) {
            case SIGMOID -> each(x -> 1 / (1 + Math.exp(-x)));
            case SQRTSOFTPLUS -> each(x -> Math.sqrt(Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))));
            case SOFTMAX -> {
                double most = maximum();
                double[] powers = each(x -> Math.exp(x - most));
                double sum = Arrays.stream(powers).sum();
                yield Arrays.stream(powers).map(power -> power / sum).toArray();
            }
        };
    }

    private double maximum() {
        return IntStream.range(0, logits.length)
                .mapToDouble(i -> logits[i])
                .filter(x -> !Double.isNaN(x))
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private double[] each(DoubleUnaryOperator function) {
        return IntStream.range(0, logits.length)
                .mapToDouble(i -> function.applyAsDouble(logits[i]))
                .toArray();
    }

    private GroupRank rank(int group) {
        int first = group * spec.groupSize();
        List<Integer> best = descending(
                IntStream.range(first, first + spec.groupSize()).boxed().toList());
        boolean one = spec.groupScore() == GroupScore.MAX || spec.groupSize() == 1;
        List<Integer> counted = best.subList(0, one ? 1 : 2);
        double score = counted.stream().mapToDouble(i -> choices[i]).sum();
        return new GroupRank(group, lastIfNaN(score), counted);
    }

    private List<Integer> descending(List<Integer> experts) {
        return experts.stream()
                .sorted(Comparator.<Integer>comparingDouble(i -> -choices[i]).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private int[] ids(int[] chosen) {
        return IntStream.concat(
                        Arrays.stream(chosen),
                        IntStream.range(0, spec.numFusedSharedExperts()).map(i -> spec.numExperts() + i))
                .toArray();
    }

    private double[] weights(int[] chosen) {
        double[] routed = Arrays.stream(chosen)
                .mapToDouble(i -> choices[i] == Double.NEGATIVE_INFINITY ? 0 : scores[i])
                .toArray();
        double total = Arrays.stream(routed).sum();
        double[] weights = Arrays.copyOf(routed, spec.topk());
        Arrays.fill(weights, routed.length, weights.length, total / spec.routedScalingFactor());
        return Arrays.stream(weights)
                .map(weight -> spec.renormalize() && total != 0 ? weight / total : weight)
                .map(weight -> spec.applyRoutedScalingFactorOnOutput() ? weight * spec.routedScalingFactor() : weight)
                .toArray();
    }

    private static double lastIfNaN(double choice) {
        return Double.isNaN(choice) ? Double.NEGATIVE_INFINITY : choice;
    }

    // ---------------------------------------------------------------- what the row hangs on

    /** The gap behind the last that is taken: ties with it are passed over, as what follows them is its next real rival. */
    private static Gap firstGap(int last, int count, IntFunction<Gap> behind) {
        return IntStream.range(last, count - 1)
                .mapToObj(behind)
                .filter(gap -> gap.size() < Double.POSITIVE_INFINITY)
                .findFirst()
                .orElse(Gap.NONE);
    }

    /** How far two neighbouring experts are apart. Equal ones are a tie, which a rule decides, if their inputs are equal too. */
    private Gap between(int expert, int next) {
        return gap(choices[expert], choices[next], isSame(expert, next), "experts " + expert + " and " + next);
    }

    private Gap between(GroupRank group, GroupRank next) {
        boolean same = IntStream.range(0, group.counted().size())
                .allMatch(i -> isSame(group.counted().get(i), next.counted().get(i)));
        return gap(group.score(), next.score(), same, "groups " + group.group() + " and " + next.group());
    }

    private boolean isSame(int expert, int other) {
        return Float.compare(logits[expert], logits[other]) == 0 && Float.compare(bias[expert], bias[other]) == 0;
    }

    private static Gap gap(double value, double next, boolean sameInputs, String who) {
        boolean bothInfinite = value == next && Double.isInfinite(value);
        if (sameInputs || bothInfinite) {
            return Gap.tie(who);
        }
        // what a float32 gate cannot tell apart decides nothing, however far above the contract's gap it lies
        double blur = 4 * Math.ulp((float) Math.min(Math.abs(value), Float.MAX_VALUE));
        return new Gap(Math.max(0, Math.abs(value - next) - blur), who);
    }

    /** Whether float32 steps neither overflow nor lose digits on the way to the weights. */
    private boolean isWithinFloat(int[] chosen) {
        boolean factor = spec.routedScalingFactor() > 1e-6 && spec.routedScalingFactor() < 1e6;
        return factor
                && Arrays.stream(chosen)
                        .mapToDouble(i -> scores[i])
                        .allMatch(score -> score > LEAST || score == 0 || Double.isNaN(score));
    }

    /** A group, its score, and the experts that make it. */
    private record GroupRank(int group, double score, List<Integer> counted) {}
}
