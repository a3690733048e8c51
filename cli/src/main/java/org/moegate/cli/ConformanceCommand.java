package org.moegate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moegate.tensors.JsonObjects;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds backends to the contract, outside any build. */
@Command(
        name = "conformance",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Hold backends to every rule of the contract, and write a certificate for each device.",
        footer = {
            "",
            "  moegate conformance --backend cpu",
            "  moegate conformance --backend cpu:vector --rule randomCases --seed 42 --cases 1"
        })
final class ConformanceCommand implements Callable<Integer> {

    private static final String DEFAULT_FOLDER = "moegate-conformance";

    private final PrintWriter out;
    private final PrintWriter err;

    @Option(
            names = "--backend",
            order = -50,
            paramLabel = "NAME[:DEVICE]",
            description = "Test this one; all that can run here unless given. See moegate backends.")
    private @Nullable String backend;

    @Option(
            names = "--rule",
            order = -49,
            paramLabel = "ID",
            description = "Run this rule only; may be given several times. A wrong one has the ids listed.")
    private List<String> rules = List.of();

    @Option(
            names = "--out",
            order = -48,
            paramLabel = "DIR",
            defaultValue = DEFAULT_FOLDER,
            description = "Write certificates and JUnit's XML there; to ${DEFAULT-VALUE} unless given.")
    private Path folder = Path.of(DEFAULT_FOLDER);

    @Mixin
    private final KitOptions options = new KitOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    ConformanceCommand(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws IOException {
        List<KitRule> chosen = rules.isEmpty()
                ? KitRule.all()
                : rules.stream().map(KitRule::require).distinct().toList();
        Map<String, String> settings = options.settings();
        KitDevices devices = KitDevices.of(backend);
        devices.selector().ifPresent(selector -> settings.put("backend", selector));
        settings.put("certificates", folder.toString());
        CertificateFiles certificates = new CertificateFiles(folder);
        certificates.prepare(devices.names());

        // the log would write over the bar
        Optional<Integer> columns = common.verbose ? Optional.empty() : Terminal.columns();
        KitResults results = new KitRun(chosen, devices.names(), settings, folder).run(err, columns);
        results.requireComplete();
        print(results.byDevice(), devices.untested(), certificates);
        return results.anyFailed() ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private void print(List<DeviceResult> results, List<String> untested, CertificateFiles certificates)
            throws IOException {
        if (common.json) {
            out.println(JsonObjects.write(ConformanceJson.fields(results, untested, certificates)));
            return;
        }
        ConformanceReport report = new ConformanceReport(out, certificates);
        for (DeviceResult result : results) {
            report.print(result);
        }
        report.printUntested(untested);
    }
}
