package org.moegate.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * What a fresh JVM takes until the gate runs at its full speed. The answer, in one line, of the JVM that
 * is measured.
 *
 * @param planMillis from before the search for backends until there is a plan
 * @param resultMillis from the same start until the first token is routed
 * @param nanosPerRow of the batches after that, one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier from process to process, never compared
record FirstCall(double planMillis, double resultMillis, double[] nanosPerRow) {

    /** Rows of a batch. */
    static final int BATCH = 1024;

    /** Batches at the end whose median counts as full speed. */
    static final int LAST = 10;

    private static final double STEADY = 1.2;
    private static final double NANOS_PER_MILLI = 1e6;

    static FirstCall parse(String line) {
        double[] numbers = Arrays.stream(line.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return new FirstCall(numbers[0], numbers[1], Arrays.copyOfRange(numbers, 2, numbers.length));
    }

    String line() {
        StringJoiner line = new StringJoiner(" ");
        line.add(String.format(Locale.ROOT, "%.3f", planMillis)).add(String.format(Locale.ROOT, "%.3f", resultMillis));
        for (double nanos : nanosPerRow) {
            line.add(String.format(Locale.ROOT, "%.1f", nanos));
        }
        return line.toString();
    }

    /** The median of the last batches: the speed that the JVM has come to. */
    double steadyNanosPerRow() {
        return Medians.of(Arrays.copyOfRange(nanosPerRow, nanosPerRow.length - LAST, nanosPerRow.length));
    }

    /** Rows routed before the first batch that is nearly as fast as the last ones. */
    int rowsUntilSteady() {
        return 1 + batchesUntilSteady() * BATCH;
    }

    /** The time from the start until that batch. */
    double millisUntilSteady() {
        double nanos = 0;
        for (int batch = 0; batch < batchesUntilSteady(); batch++) {
            nanos += nanosPerRow[batch] * BATCH;
        }
        return resultMillis + nanos / NANOS_PER_MILLI;
    }

    private int batchesUntilSteady() {
        double limit = STEADY * steadyNanosPerRow();
        int batch = 0;
        while (nanosPerRow[batch] > limit) {
            batch++;
        }
        return batch;
    }
}
