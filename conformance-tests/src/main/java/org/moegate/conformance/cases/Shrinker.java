package org.moegate.conformance.cases;

import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.ScoringFunc;

/**
 * Cuts a failing case down: of the simpler cases next to it, the first that still fails takes its place, until none does. The
 * order of the simplifications is from those that take most away to those that only round a number.
 */
public final class Shrinker {

    private static final int MOST_ATTEMPTS = 3_000;

    private final Predicate<RoutingCase> fails;
    private int attempts;

    private Shrinker(Predicate<RoutingCase> fails) {
        this.fails = fails;
    }

    /** A case as small as this class can find that fails too; the given one at the least. */
    public static RoutingCase shrink(RoutingCase failing, Predicate<RoutingCase> fails) {
        Shrinker shrinker = new Shrinker(fails);
        RoutingCase smallest = failing;
        for (RoutingCase next = shrinker.step(smallest); next != smallest; next = shrinker.step(smallest)) {
            smallest = next;
        }
        return smallest.withName(failing.name() + ", cut down");
    }

    private RoutingCase step(RoutingCase from) {
        return Stream.of(
                        fewerRows(from),
                        plainerCalls(from),
                        fewerExperts(from),
                        plainerSpecs(from),
                        plainerNumbers(from))
                .flatMap(candidates -> candidates)
                .filter(candidate -> attempts++ < MOST_ATTEMPTS && fails.test(candidate))
                .findFirst()
                .orElse(from);
    }

    private static Stream<RoutingCase> fewerRows(RoutingCase from) {
        int tokens = from.numTokens();
        if (tokens == 1) {
            return Stream.empty();
        }
        Stream<RoutingCase> halves = Stream.of(from.rows(0, tokens / 2), from.rows(tokens / 2, tokens));
        Stream<RoutingCase> single = IntStream.range(0, tokens).mapToObj(row -> from.rows(row, row + 1));
        Stream<RoutingCase> oneLess = Stream.of(from.rows(0, tokens - 1), from.rows(1, tokens));
        return Stream.of(single, halves, oneLess).flatMap(rows -> rows);
    }

    private static Stream<RoutingCase> plainerCalls(RoutingCase from) {
        Stream.Builder<RoutingCase> plainer = Stream.builder();
        if (from.logitsRowStride() != from.spec().numExperts()) {
            plainer.add(from.rows(0, from.numTokens()));
        }
        if (from.numTokenNonPadded() != from.numTokens()) {
            plainer.add(from.withPaddingFrom(from.numTokens()));
        }
        if (from.bias() != null) {
            plainer.add(from.withoutBias());
        }
        boolean wide = from.request().logitsDType() == DType.F32
                && (from.bias() == null || from.request().biasDType() == DType.F32);
        if (!wide) {
            plainer.add(from.withTypes(DType.F32, DType.F32));
        }
        return plainer.build();
    }

    private static Stream<RoutingCase> fewerExperts(RoutingCase from) {
        GateSpec spec = from.spec();
        int groups = spec.numExpertGroup();
        int size = spec.groupSize();
        Stream<RoutingCase> fewerGroups = IntStream.of(groups / 2, groups - 1)
                .filter(kept -> kept >= 1 && kept < groups && kept * size >= 1)
                .mapToObj(kept -> ExpertCut.firstGroups(from, kept));
        Stream<RoutingCase> smallerGroups = IntStream.iterate(size / 2, cut -> cut >= 1, cut -> cut / 2)
                .boxed()
                .flatMap(cut -> IntStream.iterate(0, at -> at + cut <= size, at -> at + cut)
                        .mapToObj(at -> ExpertCut.withoutPlaces(from, at, at + cut)));
        return Stream.concat(fewerGroups, smallerGroups);
    }

    private static Stream<RoutingCase> plainerSpecs(RoutingCase from) {
        GateSpec spec = from.spec();
        int routed = spec.numRoutedTopk();
        int shared = spec.numFusedSharedExperts();
        Stream<GateSpec> fewerColumns = IntStream.of(1, routed / 2, routed - 1)
                .filter(kept -> kept >= 1 && kept < routed)
                .mapToObj(kept -> ExpertCut.columns(spec, kept, shared));
        Stream<GateSpec> plainer = Stream.of(
                ExpertCut.columns(spec, routed, 0),
                spec.toBuilder().renormalize(false).build(),
                spec.toBuilder().applyRoutedScalingFactorOnOutput(false).build(),
                spec.toBuilder().routedScalingFactor(1).build(),
                spec.toBuilder().scoringFunc(ScoringFunc.SIGMOID).build());
        return Stream.concat(fewerColumns, plainer)
                .filter(simpler -> !simpler.equals(spec))
                .map(from::withSpec);
    }

    private static Stream<RoutingCase> plainerNumbers(RoutingCase from) {
        RoutingCase dense = from.rows(0, from.numTokens());
        Stream<RoutingCase> plainerLogits = plainer(dense.logits())
                .map(logits -> dense.withLogits(logits).withPaddingFrom(from.numTokenNonPadded()));
        float[] bias = from.bias();
        return bias == null
                ? plainerLogits
                : Stream.concat(plainerLogits, plainer(bias).map(from::withBias));
    }

    /** With a number plainer wherever it stands, then in one place; then with one number in the place of the next. */
    private static Stream<float[]> plainer(float[] values) {
        Stream<float[]> everywhere = IntStream.range(0, values.length)
                .boxed()
                .flatMap(i -> plainer(values[i])
                        .map(plain -> replaced(values, plain, at -> Float.compare(values[at], values[i]) == 0)));
        Stream<float[]> inOnePlace = IntStream.range(0, values.length)
                .boxed()
                .flatMap(i -> plainer(values[i]).map(plain -> replaced(values, plain, at -> at == i)));
        Stream<float[]> equal = IntStream.range(1, values.length)
                .filter(i -> Float.compare(values[i], values[i - 1]) != 0)
                .mapToObj(i -> replaced(values, values[i - 1], at -> at == i));
        return Stream.of(everywhere, inOnePlace, equal).flatMap(candidates -> candidates);
    }

    private static Stream<Float> plainer(float value) {
        float rounded = (float) Math.rint(value);
        boolean whole = Float.compare(rounded, value) == 0 || !Float.isFinite(value);
        return value == 0 ? Stream.empty() : whole ? Stream.of(0f) : Stream.of(0f, rounded);
    }

    private static float[] replaced(float[] values, float by, IntPredicate where) {
        float[] copy = values.clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] = where.test(i) ? by : copy[i];
        }
        return copy;
    }
}
