package org.moegate.conformance.cases;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Where golden files are: the kit's own, whose {@code golden/README.md} tells where they are from, and those of a folder. */
public final class GoldenCases {

    private static final String RESOURCES = "/org/moegate/conformance/golden/";

    private GoldenCases() {}

    /** The kit's files. */
    public static List<GoldenFile> ofKit() {
        return checksums().keySet().stream().map(GoldenFile::ofKit).toList();
    }

    /** The files of a folder. */
    public static List<GoldenFile> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(GoldenFile.SUFFIX))
                    .sorted()
                    .map(GoldenFile::of)
                    .toList();
        }
    }

    /** SHA-256 by file name, as {@code sha256sum} wrote them. */
    static Map<String, String> checksums() {
        Map<String, String> checksums = new LinkedHashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("SHA256SUMS"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] sumAndFile = line.split("  ", 2);
                checksums.put(sumAndFile[1], sumAndFile[0]);
            }
            return checksums;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a golden file. */
    static byte[] bytes(String file) throws IOException {
        try (InputStream in = open(file)) {
            return in.readAllBytes();
        }
    }

    private static InputStream open(String file) {
        return Objects.requireNonNull(GoldenCases.class.getResourceAsStream(RESOURCES + file), file + " is not there");
    }
}
