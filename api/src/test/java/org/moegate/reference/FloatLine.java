package org.moegate.reference;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Walks a function along the float32 numbers, in rising order, and holds it against the exact function.
 *
 * <p>Takes every n-th number; the system property {@value #STRIDE} says which, 16 unless told, 1 for all of them.
 */
final class FloatLine {

    static final String STRIDE = "moegate.numerics.stride";

    private static final int CHUNKS = 256;

    private FloatLine() {}

    /** A function of one float32. */
    interface FloatFunction {
        float apply(float x);
    }

    /**
     * The largest error found, in ulp of the exact value.
     *
     * @param ulp the error
     * @param argument where it was found
     */
    record Worst(double ulp, float argument) {

        Worst orWorse(double otherUlp, float otherArgument) {
            // negated, so that a NaN counts as worst of all
            return !(otherUlp <= ulp) ? new Worst(otherUlp, otherArgument) : this;
        }
    }

    /** The largest error from one number to another, both included. */
    static Worst error(FloatFunction function, DoubleUnaryOperator exact, float from, float to) {
        return chunks(from, to)
                .mapToObj(chunk -> {
                    Worst worst = new Worst(0, from);
                    for (long at = start(from, to, chunk); at <= start(from, to, chunk + 1); at += stride()) {
                        float x = number(at);
                        double right = exact.applyAsDouble(x);
                        double ulp = Math.scalb(1.0, Math.max(Math.getExponent(right), Float.MIN_EXPONENT) - 23);
                        worst = worst.orWorse(Math.abs(function.apply(x) - right) / ulp, x);
                    }
                    return worst;
                })
                .reduce(new Worst(0, from), (a, b) -> a.orWorse(b.ulp(), b.argument()));
    }

    /** A description of a place where the function falls, or the empty string. */
    static String firstFall(FloatFunction function, float from, float to) {
        AtomicReference<String> fall = new AtomicReference<>("");
        chunks(from, to).forEach(chunk -> {
            float before = Float.NEGATIVE_INFINITY;
            for (long at = start(from, to, chunk); at <= start(from, to, chunk + 1); at += stride()) {
                float value = function.apply(number(at));
                if (value < before) {
                    fall.compareAndSet("", "falls from " + before + " to " + value + " at " + number(at));
                }
                before = value;
            }
        });
        return fall.get();
    }

    private static IntStream chunks(float from, float to) {
        if (place(from) >= place(to)) {
            throw new IllegalArgumentException(from + " must lie below " + to);
        }
        return IntStream.range(0, CHUNKS).parallel();
    }

    /** Chunks begin on the stride's grid and share their ends, so that no pair of neighbours is lost between them. */
    private static long start(float from, float to, int chunk) {
        long steps = (place(to) - place(from)) / stride();
        return chunk == CHUNKS ? place(from) + steps * stride() : place(from) + steps * chunk / CHUNKS * stride();
    }

    private static long stride() {
        return Long.getLong(STRIDE, 16);
    }

    /** The place of a number on the line, 0 for +0 and −1 for −0. */
    private static long place(float x) {
        int bits = Float.floatToRawIntBits(x);
        return bits >= 0 ? bits : -1L - (bits & Integer.MAX_VALUE);
    }

    private static float number(long place) {
        return Float.intBitsToFloat((int) (place >= 0 ? place : (-1 - place) | 1L << 31));
    }
}
