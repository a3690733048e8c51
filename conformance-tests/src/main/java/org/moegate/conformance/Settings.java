package org.moegate.conformance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.moegate.conformance.judge.Effort;
import org.moegate.spi.Grade;

/**
 * What a user may set for a run of the kit, as JUnit configuration parameters: system properties, or lines of
 * {@code junit-platform.properties}.
 *
 * @param backend {@code NAME} or {@code NAME:DEVICE}: no other device is tested
 * @param grade the grade to judge by, whatever the device claims
 * @param firstSeed of the random cases
 * @param cases how many random cases
 * @param effort how far rules go that could go on
 * @param golden a folder of more golden files
 * @param certificates the folder for the certificates
 */
record Settings(
        Optional<String> backend,
        Optional<Grade> grade,
        long firstSeed,
        long cases,
        Effort effort,
        Optional<Path> golden,
        Optional<Path> certificates) {

    private static final long USUAL_CASES = 10_000;
    private static final long USUAL_SHAPES = 5_000;
    private static final Duration USUAL_LONG_RUN = Duration.ofSeconds(10);

    private static final String PREFIX = "moegate.conformance.";
    static final String BACKEND = PREFIX + "backend";
    static final String GRADE = PREFIX + "grade";
    static final String SEED = PREFIX + "seed";
    static final String CASES = PREFIX + "cases";
    static final String SHAPES = PREFIX + "shapes";
    static final String WARM_UP = PREFIX + "warmUpSeconds";
    static final String LONG_RUN = PREFIX + "longRunSeconds";
    static final String GOLDEN = PREFIX + "golden";
    static final String CERTIFICATES = PREFIX + "certificates";

    static Settings of(ExtensionContext context) {
        return new Settings(
                context.getConfigurationParameter(BACKEND),
                context.getConfigurationParameter(GRADE, Settings::grade),
                context.getConfigurationParameter(SEED, text -> number(SEED, text, Long.MIN_VALUE))
                        .orElse(0L),
                context.getConfigurationParameter(CASES, text -> number(CASES, text, 1))
                        .orElse(USUAL_CASES),
                new Effort(
                        context.getConfigurationParameter(SHAPES, text -> number(SHAPES, text, 1))
                                .orElse(USUAL_SHAPES),
                        Duration.ofSeconds(context.getConfigurationParameter(WARM_UP, text -> number(WARM_UP, text, 0))
                                .orElse(20L)),
                        context.getConfigurationParameter(LONG_RUN, text -> number(LONG_RUN, text, 0))
                                .map(Duration::ofSeconds)
                                .orElse(USUAL_LONG_RUN)),
                context.getConfigurationParameter(GOLDEN, Path::of),
                context.getConfigurationParameter(CERTIFICATES, Path::of));
    }

    /** Whether no fewer inputs are run than a certificate asks for. */
    boolean areEnough() {
        return cases >= USUAL_CASES
                && effort.shapes() >= USUAL_SHAPES
                && effort.longRun().compareTo(USUAL_LONG_RUN) >= 0;
    }

    private static Grade grade(String text) {
        return switch (text) {
            case "conformant" -> Grade.CONFORMANT;
            case "bit-exact" -> Grade.BIT_EXACT;
            default -> throw new IllegalArgumentException(GRADE + " = " + text + ": must be conformant or bit-exact");
        };
    }

    private static long number(String name, String text, long least) {
        try {
            long number = Long.parseLong(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " = " + text + ": must be a whole number", e);
        }
        throw new IllegalArgumentException(name + " = " + text + ": must be at least " + least);
    }
}
