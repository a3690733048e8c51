package org.moegate.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.Grade;
import picocli.CommandLine.Option;

/** How strictly and how long the conformance kit tests: its settings, by the names that it gives them for JUnit. */
final class KitOptions {

    private static final List<String> GRADES =
            Arrays.stream(Grade.values()).map(DeviceText::grade).toList();

    @Option(
            order = -40,
            names = "--grade",
            paramLabel = "GRADE",
            description = "Judge by this grade: conformant or bit-exact; by what a device claims unless given.")
    private @Nullable String grade;

    @Option(
            order = -39,
            names = "--golden",
            paramLabel = "DIR",
            description = "A folder of more golden files, .safetensors as the kit's own.")
    private @Nullable Path golden;

    @Option(
            order = -38,
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the first random case; 0 unless given.")
    private @Nullable Long seed;

    @Option(
            order = -37,
            names = "--cases",
            paramLabel = "N",
            description = "How many random cases; 10,000 unless given.")
    private @Nullable Long cases;

    @Option(
            order = -36,
            names = "--shapes",
            paramLabel = "N",
            description = "How many shapes of experts and groups; 5,000 unless given.")
    private @Nullable Long shapes;

    KitOptions() {}

    /** What was given, checked. */
    Map<String, String> settings() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        if (grade != null) {
            if (!GRADES.contains(grade)) {
                throw new WrongUseException("--grade = " + grade + ": must be " + String.join(" or ", GRADES));
            }
            settings.put("grade", grade);
        }
        if (golden != null) {
            GoldenFolder.requireReadable(golden);
            settings.put("golden", golden.toString());
        }
        if (seed != null) {
            settings.put("seed", seed.toString());
        }
        putCount(settings, "cases", cases);
        putCount(settings, "shapes", shapes);
        return settings;
    }

    private static void putCount(Map<String, String> settings, String name, @Nullable Long count) {
        if (count == null) {
            return;
        }
        if (count < 1) {
            throw new WrongUseException("--" + name + " = " + count + ": must be at least 1");
        }
        settings.put(name, count.toString());
    }
}
