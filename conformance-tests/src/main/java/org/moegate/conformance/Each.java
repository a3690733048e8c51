package org.moegate.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.moegate.conformance.cases.GoldenCases;
import org.moegate.conformance.cases.GoldenFile;
import org.moegate.conformance.cases.SeedRange;

/** What a rule's test runs once for, on each device. */
public enum Each {
    /** The device: one test. */
    DEVICE {
        @Override
        Stream<Object> arguments(Settings settings) {
            return Stream.of("");
        }
    },
    /** A golden file: those that come with the kit, and those of the folder in the settings. */
    GOLDEN_FILE {
        @Override
        Stream<Object> arguments(Settings settings) {
            return Stream.concat(
                    GoldenCases.ofKit().stream(), settings.golden().stream().flatMap(Each::filesIn));
        }
    },
    /** A few hundred seeds of random cases. */
    SEEDS {
        @Override
        Stream<Object> arguments(Settings settings) {
            long first = settings.firstSeed();
            long end = first + settings.cases();
            return LongStream.iterate(first, from -> from < end, from -> from + SEEDS_IN_A_TEST)
                    .mapToObj(from -> new SeedRange(from, Math.min(end, from + SEEDS_IN_A_TEST)));
        }
    };

    private static final int SEEDS_IN_A_TEST = 500;

    /** The arguments of its tests; an empty string stands for none. */
    abstract Stream<Object> arguments(Settings settings);

    private static Stream<GoldenFile> filesIn(Path folder) {
        try {
            List<GoldenFile> files = GoldenCases.in(folder);
            if (files.isEmpty()) {
                throw new IllegalArgumentException(
                        Settings.GOLDEN + " = " + folder + ": must hold .safetensors files, has none");
            }
            return files.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
