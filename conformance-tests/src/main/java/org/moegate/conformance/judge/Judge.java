package org.moegate.conformance.judge;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.moegate.conformance.cases.Routing;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.reference.ReferenceGate;
import org.moegate.spi.Grade;

/** Holds what a backend returned against what it should have. */
public final class Judge {

    private Judge() {}

    /**
     * The first row of a routing that the grade does not allow: in the bit-exact grade one whose bits are not the reference's, in
     * the other one that an exact gate would route otherwise.
     */
    public static Optional<Difference> firstDifference(RoutingCase of, Routing actual, Grade grade) {
        return switch (grade) {
            case BIT_EXACT -> firstOtherBits(reference(of), actual);
            case CONFORMANT -> firstUnlikeOracle(of, actual);
        };
    }

    /** The first row that is not as an exact gate's answer from elsewhere has it; every row of it is taken as decided. */
    public static Optional<Difference> firstDifference(Routing expected, Routing actual) {
        return IntStream.range(0, expected.numTokens())
                .mapToObj(row -> new Difference(row, ExactRow.of(expected, row), actual))
                .filter(candidate -> !candidate.expected().isMetBy(actual, candidate.row()))
                .findFirst();
    }

    /** The definition of the right bits. */
    static Routing reference(RoutingCase of) {
        ReferenceGate gate = new ReferenceGate(of.spec());
        int topk = of.spec().topk();
        int[] ids = new int[of.numTokens() * topk];
        float[] weights = new float[of.numTokens() * topk];
        float[] bias = of.bias();
        for (int row = 0; row < of.numTokens(); row++) {
            if (row < of.numTokenNonPadded()) {
                gate.route(of.logitsRow(row), 0, bias, ids, weights, row * topk);
            } else {
                gate.routePadding(ids, weights, row * topk);
            }
        }
        return new Routing(topk, ids, weights);
    }

    private static Optional<Difference> firstOtherBits(Routing expected, Routing actual) {
        return IntStream.range(0, expected.numTokens())
                .filter(row -> !Arrays.equals(expected.idsOf(row), actual.idsOf(row))
                        || !Arrays.equals(bits(expected.weightsOf(row)), bits(actual.weightsOf(row))))
                .mapToObj(row -> new Difference(row, ExactRow.of(expected, row), actual))
                .findFirst();
    }

    private static Optional<Difference> firstUnlikeOracle(RoutingCase of, Routing actual) {
        float[] bias = of.bias();
        return IntStream.range(0, of.numTokens())
                .mapToObj(row -> {
                    ExactRow exact = row < of.numTokenNonPadded()
                            ? Oracle.route(of.spec(), of.logitsRow(row), bias)
                            : ExactRow.padding(of.spec().topk());
                    return new Difference(row, exact, actual);
                })
                .filter(candidate -> candidate.expected().isDecided()
                        && !candidate.expected().isMetBy(actual, candidate.row()))
                .findFirst();
    }

    private static int[] bits(float[] weights) {
        int[] bits = new int[weights.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(weights[i]);
        }
        return bits;
    }
}
