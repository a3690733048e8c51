package org.moegate.conformance;

import java.io.IOException;
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

    private static final Namespace NAMESPACE = Namespace.create(Certificates.class);

    private final Settings settings;
    private final Map<String, Certificate> byDevice = new ConcurrentSkipListMap<>();

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

    @Override
    public void close() throws IOException {
        Path folder = settings.certificates().orElseGet(Certificates::folderOfBuild);
        Files.createDirectories(folder);
        for (Map.Entry<String, Certificate> entry : byDevice.entrySet()) {
            Files.writeString(
                    folder.resolve(entry.getKey().replace(':', '-') + ".md"),
                    entry.getValue().toMarkdown());
        }
    }

    private Certificate certificate(Subject subject) {
        String inputs = settings.cases() + " random cases from seed " + settings.firstSeed() + ", " + settings.shapes()
                + " shapes of the sweep"
                + settings.golden().map(folder -> ", golden files of " + folder).orElse("");
        return new Certificate(subject.provider().name(), subject.device(), subject.grade(), RuleNames.count(), inputs);
    }

    private static Path folderOfBuild() {
        boolean gradle = !Files.exists(Path.of("pom.xml"))
                && (Files.exists(Path.of("build.gradle")) || Files.exists(Path.of("build.gradle.kts")));
        return Path.of(gradle ? "build" : "target", "conformance");
    }
}
