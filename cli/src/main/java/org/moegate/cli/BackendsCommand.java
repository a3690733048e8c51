package org.moegate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moegate.BackendUnavailableException;
import org.moegate.Backends;
import org.moegate.Selection;
import org.moegate.tensors.JsonObjects;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Lists what can run a gate here, or explains what would run a given one, and says which would be chosen and why. */
@Command(
        name = "backends",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = "List what can run a gate here, and which would be chosen.",
        footer = {
            "",
            "  moegate backends --explain DeepSeek-V3",
            "  moegate backends --explain --num-experts=2048 --topk=8"
        })
final class BackendsCommand implements Callable<Integer> {

    private final PrintWriter out;

    @Mixin
    private final ExplainOptions explain = new ExplainOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    BackendsCommand(PrintWriter out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        SpecSource.@Nullable Found gate = explain.gate().orElse(null);
        Backends backends = InstalledBackends.of(null);
        @Nullable Selection selection = null;
        @Nullable BackendUnavailableException failure = null;
        try {
            selection = gate == null ? backends.select() : backends.select(gate.request());
        } catch (BackendUnavailableException e) {
            failure = e;
        }
        if (common.json) {
            out.println(JsonObjects.write(new BackendsJson(gate).fields(backends, selection, failure)));
        } else if (gate == null) {
            BackendsReport.print(out, backends, selection);
        } else {
            ExplainReport.print(out, backends, gate, selection);
        }
        if (failure != null) {
            throw failure;
        }
        return ExitCode.OK;
    }
}
