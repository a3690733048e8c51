package org.moegate.conformance;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.moegate.conformance.certificate.Certificate;
import org.moegate.conformance.certificate.Outcome;
import org.moegate.conformance.judge.Subject;

/** The certificates of a run, one for each device, written when JUnit has run everything. */
final class Certificates implements AutoCloseable {

    private static final String SUFFIX = ".md";
    private static final Namespace NAMESPACE = Namespace.create(Certificates.class);

    private final Settings settings;
    private final Map<String, Certificate> byDevice = new ConcurrentSkipListMap<>();
    private final Map<String, String> unavailable = new ConcurrentSkipListMap<>();

    private Certificates(Settings settings) {
        this.settings = settings;
    }

    static Certificates of(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Certificates.class, key -> new Certificates(Settings.of(context)), Certificates.class);
    }

    void record(Subject subject, Outcome outcome) {
        byDevice.computeIfAbsent(subject.toString(), device -> certificate(subject))
                .record(subject.rule(), outcome);
    }

    /** A backend that cannot run has no devices, and its earlier certificates hold no longer. */
    void recordUnavailable(String backend, String reason) {
        unavailable.put(backend, reason);
    }

    @Override
    public void close() throws IOException {
        Path folder = settings.certificates().orElseGet(Certificates::folderOfBuild);
        Files.createDirectories(folder);
        for (Map.Entry<String, String> entry : unavailable.entrySet()) {
            deleteAllOf(entry.getKey(), folder);
            String page = "# Not certified: %s cannot run%n%n%s%n".formatted(entry.getKey(), entry.getValue());
            Files.writeString(folder.resolve(entry.getKey() + SUFFIX), page);
        }
        for (Map.Entry<String, Certificate> entry : byDevice.entrySet()) {
            Files.writeString(
                    folder.resolve(entry.getKey().replace(':', '-') + SUFFIX),
                    entry.getValue().toMarkdown());
        }
    }

    private static void deleteAllOf(String backend, Path folder) throws IOException {
        try (DirectoryStream<Path> pages = Files.newDirectoryStream(folder, backend + "-*" + SUFFIX)) {
            for (Path page : pages) {
                Files.delete(page);
            }
        }
    }

    private Certificate certificate(Subject subject) {
        String inputs = settings.cases() + " random cases from seed " + settings.firstSeed() + ", "
                + settings.effort().shapes()
                + " shapes of the sweep"
                + settings.golden().map(folder -> ", golden files of " + folder).orElse("");
        return new Certificate(
                subject.provider().name(),
                subject.device(),
                subject.grade(),
                RuleNames.count(),
                inputs,
                settings.areEnough());
    }

    private static Path folderOfBuild() {
        boolean gradle = !Files.exists(Path.of("pom.xml"))
                && (Files.exists(Path.of("build.gradle")) || Files.exists(Path.of("build.gradle.kts")));
        return Path.of(gradle ? "build" : "target", "conformance");
    }
}
