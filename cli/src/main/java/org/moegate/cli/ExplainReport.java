package org.moegate.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moegate.BackendStatus;
import org.moegate.Backends;
import org.moegate.PlanRequest;
import org.moegate.Selection;
import org.moegate.spi.GateDevice;

/** Shows people what each device would run for a gate. */
final class ExplainReport {

    /** A line of the table; a device's name stands in the first of its lines. */
    private record Line(String device, String runs) {}

    private ExplainReport() {}

    static void print(PrintWriter out, Backends backends, SpecSource.Found gate, @Nullable Selection selection) {
        PlanRequest request = gate.request();
        out.println(SpecSentence.choice(gate.spec()));
        out.println(PrintableText.of(SpecSentence.weights(gate.spec()) + "; spec from " + gate.origin() + "; logits "
                + request.logitsDType() + ", bias " + request.biasDType()));
        out.println();
        List<Line> lines = new ArrayList<>();
        backends.statuses().forEach(status -> addLines(status, request, lines));
        out.print(Tables.render(
                lines,
                List.of(
                        Tables.text("backend:device").with(Line::device),
                        Tables.text("what it would run").with(Line::runs))));
        out.println();
        BackendsReport.printChoice(out, selection);
    }

    private static void addLines(BackendStatus status, PlanRequest request, List<Line> lines) {
        if (!status.availability().possible()) {
            lines.add(new Line(PrintableText.of(status.name()), BackendsReport.cannotRun(status)));
        }
        for (GateDevice device : status.devices()) {
            String selector = status.name() + ":" + device.id();
            for (String line : lines(DeviceAnswer.of(status, device, request))) {
                lines.add(new Line(selector, PrintableText.of(line)));
                selector = "";
            }
        }
    }

    private static List<String> lines(DeviceAnswer answer) {
        if (!answer.support().possible()) {
            return List.of("cannot run this gate: " + answer.support().reason());
        }
        return answer.runs().isEmpty() ? List.of("it does not say") : answer.runs();
    }
}
