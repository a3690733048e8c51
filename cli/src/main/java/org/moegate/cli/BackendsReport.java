package org.moegate.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moegate.BackendStatus;
import org.moegate.Backends;
import org.moegate.Selection;
import org.moegate.spi.GateDevice;

/** Shows the backends to people, within 100 columns as long as their own words allow. */
final class BackendsReport {

    /** A line of the table; a backend that cannot run has one line, with the reason. */
    private record Line(String device, String grade, String description) {}

    private BackendsReport() {}

    static void print(PrintWriter out, Backends backends, @Nullable Selection selection) {
        out.println("Backends found, in the order of choice:");
        out.println();
        out.print(Tables.render(
                backends.statuses().stream()
                        .flatMap(status -> lines(status).stream())
                        .toList(),
                List.of(
                        Tables.text("backend:device").with(Line::device),
                        Tables.text("grade").with(Line::grade),
                        Tables.text("what it is").with(Line::description))));
        out.println();
        printChoice(out, selection);
    }

    /** Says what was chosen, if anything was. */
    static void printChoice(PrintWriter out, @Nullable Selection selection) {
        if (selection == null) {
            return;
        }
        out.println("Chosen: " + PrintableText.of(selection.toString()));
        selection.report().forEach(line -> out.println("  " + PrintableText.of(line)));
        out.println();
        out.println("To run elsewhere: moegate route --backend NAME[:DEVICE], or " + Backends.ENVIRONMENT
                + "=NAME[:DEVICE] in the environment.");
    }

    private static List<Line> lines(BackendStatus status) {
        if (!status.availability().possible()) {
            return List.of(new Line(PrintableText.of(status.name()), "-", cannotRun(status)));
        }
        List<Line> lines = new ArrayList<>();
        for (GateDevice device : status.devices()) {
            String caveat = device.caveat().isEmpty() ? "" : "; " + device.caveat();
            lines.add(new Line(
                    status.name() + ":" + device.id(),
                    DeviceText.grade(device.grade()),
                    PrintableText.of(device.description() + caveat)));
        }
        return lines;
    }

    static String cannotRun(BackendStatus status) {
        return "cannot run: " + PrintableText.of(status.availability().reason());
    }
}
