package org.moegate.cpu.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Mutants that give the same results, with the reason: in {@code harmless.txt} a line with the reason, and under it the
 * mutants, indented, as patterns that match all of a name. A second file has those that do not run with vectors of this width.
 */
final class Harmless {

    private static final int WIDEST = 512;

    private final Map<Pattern, String> reasons;

    private Harmless(Map<Pattern, String> reasons) {
        this.reasons = reasons;
    }

    static Harmless read(int vectorBits) throws IOException {
        Map<Pattern, String> reasons = new LinkedHashMap<>();
        String reason = "";
        for (String file : List.of("harmless.txt", vectorBits == WIDEST ? "not-run-512.txt" : "not-run-narrower.txt")) {
            for (String line : lines(file)) {
                if (line.startsWith(" ")) {
                    reasons.put(Pattern.compile(line.strip()), reason);
                } else {
                    reason = line;
                }
            }
        }
        return new Harmless(reasons);
    }

    Optional<String> reason(String mutant) {
        return reasons.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(mutant).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(Harmless.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
