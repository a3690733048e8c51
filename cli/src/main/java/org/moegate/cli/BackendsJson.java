package org.moegate.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moegate.BackendStatus;
import org.moegate.BackendUnavailableException;
import org.moegate.Backends;
import org.moegate.GateSpecFields;
import org.moegate.Selection;
import org.moegate.spi.GateDevice;

/**
 * The backends as one JSON object.
 *
 * @param gate the gate to explain them by, or null to list them
 */
record BackendsJson(SpecSource.@Nullable Found gate) {

    Map<String, @Nullable Object> fields(
            Backends backends, @Nullable Selection selection, @Nullable BackendUnavailableException failure) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (gate != null) {
            fields.put("spec", GateSpecFields.write(gate.spec()));
            fields.put("spec_origin", gate.origin());
            fields.put("logits_dtype", gate.request().logitsDType().name());
        }
        fields.put("backends", backends.statuses().stream().map(this::fields).toList());
        fields.put(
                "chosen",
                selection == null
                        ? null
                        : selection.backend() + ":" + selection.device().id());
        fields.put("report", selection == null ? List.of() : selection.report());
        fields.put("reason", failure == null ? null : failure.getMessage());
        return fields;
    }

    private Map<String, Object> fields(BackendStatus status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", status.name());
        fields.put("priority", status.priority());
        fields.put("can_run", status.availability().possible());
        fields.put("reason", status.availability().reason());
        fields.put(
                "devices",
                status.devices().stream().map(device -> fields(status, device)).toList());
        return fields;
    }

    private Map<String, Object> fields(BackendStatus status, GateDevice device) {
        Map<String, Object> fields = DeviceText.fields(device);
        if (gate != null) {
            DeviceAnswer answer = DeviceAnswer.of(status, device, gate.request());
            fields.put("can_run", answer.support().possible());
            fields.put("reason", answer.support().reason());
            fields.put("runs", answer.runs());
        }
        return fields;
    }
}
