package org.moegate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moegate.tensors.TensorFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Routes files of logits, or the demonstration's. */
@Command(
        name = "route",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "Choose experts and weights for each token.",
        footer = {
            "",
            "The spec comes from --model, --config, or the JSON under \"spec\" in the file's metadata; single flags",
            "override its values. Without any of these, give at least --topk.",
            "",
            "  moegate route --demo",
            "  moegate route --model DeepSeek-V3 --out routing.safetensors logits.safetensors"
        })
final class RouteCommand implements Callable<Integer> {

    private final PrintWriter out;

    @Mixin
    private final InputOptions inputs = new InputOptions();

    @Mixin
    private final SpecOptions spec = new SpecOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--demo",
            order = -50,
            description = "Route made-up tokens of some known models; needs nothing else.")
    private boolean demo;

    @Option(
            names = "--backend",
            order = -49,
            paramLabel = "NAME[:DEVICE]",
            description = "Run there and nowhere else; see moegate backends.")
    private @Nullable String backend;

    @Option(
            names = "--out",
            order = -48,
            paramLabel = "FILE",
            description = "Write topk_ids (int32) and topk_weights (float32) to this .safetensors file; a folder "
                    + "for several inputs.")
    private @Nullable Path outPath;

    @Option(
            names = "--rows",
            order = -47,
            paramLabel = "N",
            defaultValue = "3",
            description = "Rows to show, the first N; 3 unless given.")
    private int rows;

    RouteCommand(PrintWriter out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        requireConsistent();
        RouteOutput output = common.json ? new RouteJson(out, rows) : new RouteReport(out, rows);
        try (Plans plans = new Plans(InstalledBackends.of(backend))) {
            if (demo) {
                routeDemo(plans, output);
            } else {
                routeFiles(plans, output);
            }
        }
        output.finish();
        return ExitCode.OK;
    }

    private void requireConsistent() {
        if (demo && (inputs.anyGiven() || spec.anyGiven())) {
            throw new WrongUseException("--demo brings its own inputs and specs: leave out files and their flags");
        }
        if (!demo && inputs.files.isEmpty()) {
            throw new WrongUseException("nothing to route: name at least one FILE, or --demo");
        }
        if (rows < 0) {
            throw new WrongUseException("--rows = " + rows + ": must not be negative");
        }
    }

    private void routeDemo(Plans plans, RouteOutput output) throws IOException {
        List<GateInput> batches = DemoInputs.draw();
        RoutingFiles written =
                RoutingFiles.plan(outPath, batches.stream().map(GateInput::name).toList(), List.of());
        if (!common.json) {
            out.println("A router gate decides which experts of a model work on each token, and how much each counts.");
            out.println("Here: " + DemoInputs.TOKENS + " made-up tokens for each of " + batches.size()
                    + " models. The bars show how often experts were chosen.");
            out.println();
        }
        for (GateInput batch : batches) {
            show(Routing.run(batch, plans), written, output);
        }
    }

    private void routeFiles(Plans plans, RouteOutput output) throws IOException {
        SpecSource specs = spec.source();
        List<Path> read = new ArrayList<>(inputs.files);
        if (inputs.biasFile != null) {
            read.add(inputs.biasFile);
        }
        RoutingFiles written = RoutingFiles.plan(
                outPath, inputs.files.stream().map(Path::toString).toList(), read);
        try (@Nullable TensorFile biasFile = inputs.biasFile == null ? null : TensorFile.open(inputs.biasFile)) {
            InputReader reader = new InputReader(inputs, specs, biasFile);
            for (Path path : inputs.files) {
                try (TensorFile file = TensorFile.open(path)) {
                    show(routing(file, biasFile, reader, plans), written, output);
                }
            }
        }
    }

    private static Routing routing(TensorFile file, @Nullable TensorFile biasFile, InputReader reader, Plans plans)
            throws IOException {
        Routing routing;
        try {
            routing = Routing.run(reader.read(file), plans);
        } catch (InternalError lost) {
            // what Java makes of mapped memory whose file has become shorter
            requireWhole(file, biasFile);
            throw lost;
        }
        // the rest of the last page that is left reads as zeros
        requireWhole(file, biasFile);
        return routing;
    }

    private static void requireWhole(TensorFile file, @Nullable TensorFile biasFile) throws IOException {
        file.requireWhole();
        if (biasFile != null) {
            biasFile.requireWhole();
        }
    }

    private static void show(Routing routing, RoutingFiles files, RouteOutput output) throws IOException {
        output.add(routing, files.write(routing));
    }
}
