package org.moegate.conformance;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import org.moegate.reference.ReferenceGate;

/** Holds what a backend returned against what it should have, and says what differs. */
final class Judge {

    private static final float RELATIVE = 1e-5f;
    private static final float ABSOLUTE = 1e-6f;

    private Judge() {}

    /** The definition of the right bits. */
    static Routing reference(RoutingCase of) {
        ReferenceGate gate = new ReferenceGate(of.request().spec());
        int topk = of.request().spec().topk();
        int[] ids = new int[of.numTokens() * topk];
        float[] weights = new float[of.numTokens() * topk];
        float[] bias = of.biasRow();
        for (int row = 0; row < of.numTokens(); row++) {
            if (row < of.numTokenNonPadded()) {
                gate.route(of.logitsRow(row), 0, bias, ids, weights, row * topk);
            } else {
                gate.routePadding(ids, weights, row * topk);
            }
        }
        return new Routing(topk, ids, weights);
    }

    static void requireSameBits(RoutingCase of, Routing expected, Routing actual) {
        for (int row = 0; row < expected.numTokens(); row++) {
            boolean same = Arrays.equals(expected.idsOf(row), actual.idsOf(row))
                    && Arrays.equals(bits(expected.weightsOf(row)), bits(actual.weightsOf(row)));
            if (!same) {
                fail(describe("bit-exact", of, row, expected, actual));
            }
        }
    }

    static void requireConformant(RoutingCase of, Routing expected, Routing actual) {
        for (int row = 0; row < expected.numTokens(); row++) {
            boolean same = Arrays.equals(expected.idsOf(row), actual.idsOf(row))
                    && isClose(expected.weightsOf(row), actual.weightsOf(row));
            if (!same) {
                fail(describe("conformant", of, row, expected, actual));
            }
        }
    }

    private static boolean isClose(float[] expected, float[] actual) {
        for (int i = 0; i < expected.length; i++) {
            boolean equal = Float.compare(expected[i], actual[i]) == 0;
            float allowed = Math.max(ABSOLUTE, RELATIVE * Math.abs(expected[i]));
            // negated, so that NaN against a number is a difference
            if (!equal && !(Math.abs(expected[i] - actual[i]) <= allowed)) {
                return false;
            }
        }
        return true;
    }

    private static int[] bits(float[] weights) {
        int[] bits = new int[weights.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(weights[i]);
        }
        return bits;
    }

    private static String describe(String grade, RoutingCase of, int row, Routing expected, Routing actual) {
        return """
                %s is not %s in row %d of %d
                  gate     %s
                  expected %s
                  actual   %s""".formatted(
                of.name(), grade, row, of.numTokens(), of.request(), expected.describe(row), actual.describe(row));
    }
}
