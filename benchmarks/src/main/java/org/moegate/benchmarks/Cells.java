package org.moegate.benchmarks;

import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Numbers as table cells. What was not measured is a dash. */
public final class Cells {

    /** Stands for what was not measured. */
    public static final String ABSENT = "-";

    /** Below this a tenth tells something. */
    private static final double ROUND_FROM = 100;

    private Cells() {}

    static String of(Optional<Measurement> measurement, ToDoubleFunction<Measurement> value) {
        return measurement.map(one -> number(value.applyAsDouble(one))).orElse(ABSENT);
    }

    static String ratio(
            Optional<Measurement> dividend, Optional<Measurement> divisor, ToDoubleFunction<Measurement> value) {
        return dividend.isEmpty() || divisor.isEmpty()
                ? ABSENT
                : ratio(value.applyAsDouble(dividend.get()), value.applyAsDouble(divisor.get()));
    }

    /** A quotient, with hundredths. */
    public static String ratio(double dividend, double divisor) {
        return String.format(Locale.ROOT, "%.2f", dividend / divisor);
    }

    /** A number, with a tenth if it is small. */
    public static String number(double value) {
        return String.format(Locale.ROOT, value < ROUND_FROM ? "%.1f" : "%,.0f", value);
    }
}
