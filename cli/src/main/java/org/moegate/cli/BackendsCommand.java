package org.moegate.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moegate.BackendStatus;
import org.moegate.BackendUnavailableException;
import org.moegate.Backends;
import org.moegate.Selection;
import org.moegate.tensors.JsonObjects;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Lists what can run a gate here, and says which would be chosen and why. */
@Command(name = "backends", description = "List what can run a gate here, and which would be chosen.")
final class BackendsCommand implements Callable<Integer> {

    private final PrintWriter out;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    BackendsCommand(PrintWriter out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        Backends backends = Backends.discover();
        @Nullable Selection selection = null;
        @Nullable BackendUnavailableException failure = null;
        try {
            selection = backends.select();
        } catch (BackendUnavailableException e) {
            failure = e;
        }
        if (common.json) {
            out.println(JsonObjects.write(fields(backends, selection, failure)));
        } else {
            BackendsReport.print(out, backends, selection);
        }
        if (failure != null) {
            throw failure;
        }
        return ExitCode.OK;
    }

    private static Map<String, @Nullable Object> fields(
            Backends backends, @Nullable Selection selection, @Nullable BackendUnavailableException failure) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(
                "backends",
                backends.statuses().stream().map(BackendsCommand::fields).toList());
        fields.put(
                "chosen",
                selection == null
                        ? null
                        : selection.backend() + ":" + selection.device().id());
        fields.put("report", selection == null ? List.of() : selection.report());
        fields.put("reason", failure == null ? null : failure.getMessage());
        return fields;
    }

    private static Map<String, Object> fields(BackendStatus status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", status.name());
        fields.put("priority", status.priority());
        fields.put("can_run", status.availability().possible());
        fields.put("reason", status.availability().reason());
        fields.put("devices", status.devices().stream().map(DeviceText::fields).toList());
        return fields;
    }
}
