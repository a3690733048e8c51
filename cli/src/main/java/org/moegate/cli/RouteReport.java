package org.moegate.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.GateDevice;

/** Shows a run to people, within 100 columns. */
final class RouteReport implements RouteOutput {

    private static final int BARS = 64;
    private static final int PICKS = 8;
    private static final int MOST_LOADED = 3;

    private final PrintWriter out;
    private final int rows;
    private final Map<String, GateDevice> devices = new LinkedHashMap<>();

    RouteReport(PrintWriter out, int rows) {
        this.out = out;
        this.rows = rows;
    }

    @Override
    public void add(Routing routing, @Nullable Path written) {
        devices.put(routing.selector(), routing.device());
        GateInput input = routing.input();
        print(input.name() + ": " + SpecSentence.choice(routing.spec()));
        print(SpecSentence.weights(routing.spec()) + "; spec from "
                + input.specSource().origin() + "; logits "
                + input.logits().dtype() + ", "
                + (input.bias() == null ? "no bias" : "bias " + input.bias().dtype())
                + (routing.planKept() ? "; plan kept from before" : ""));
        print("on " + routing.selector() + ": " + time(routing));
        if (routing.tokens() > 0) {
            out.print(firstRows(routing));
            printLoad(routing.load());
        }
        if (written != null) {
            print("written to " + written);
        }
        out.println();
    }

    private static String time(Routing routing) {
        if (routing.tokens() == 0) {
            return "0 tokens, nothing to do";
        }
        return String.format(
                Locale.ROOT,
                "%d token%s, %.0f ns per token, %,.0f tokens/s",
                routing.tokens(),
                routing.tokens() == 1 ? "" : "s",
                routing.nanosPerToken(),
                routing.tokensPerSecond());
    }

    private String firstRows(Routing routing) {
        List<Integer> tokens =
                IntStream.range(0, Math.min(rows, routing.tokens())).boxed().toList();
        return Tables.render(
                tokens,
                List.of(
                        Tables.number("token").with(String::valueOf),
                        Tables.text("expert:weight, in the order of choice").with(token -> picks(routing, token))));
    }

    private static String picks(Routing routing, int token) {
        int topk = routing.spec().topk();
        int digits = String.valueOf(routing.spec().numExperts()).length();
        String shown = IntStream.range(0, Math.min(PICKS, topk))
                .mapToObj(column -> String.format(
                        Locale.ROOT, "%" + digits + "d:%.3f", routing.id(token, column), routing.weight(token, column)))
                .collect(Collectors.joining("  "));
        return topk > PICKS ? shown + "  +" + (topk - PICKS) : shown;
    }

    private void printLoad(ExpertLoad load) {
        if (load.imbalance().isEmpty()) {
            print("load: no expert was chosen");
            return;
        }
        int perBar = load.expertsPerBar(BARS);
        print("load " + load.strip(BARS) + "  " + perBar + (perBar == 1 ? " expert a bar" : " experts a bar"));
        String most = load.mostLoaded(MOST_LOADED).stream()
                .map(expert -> expert + " (" + load.count(expert) + ")")
                .collect(Collectors.joining(", "));
        print(String.format(
                Locale.ROOT,
                "imbalance %.2f (most over mean %.1f); most loaded: %s; idle: %d of %d",
                load.imbalance().getAsDouble(),
                load.mean(),
                most,
                load.idle(),
                load.counts().size()));
    }

    @Override
    public void finish() {
        devices.forEach((selector, device) -> print(selector + " is " + device.description() + ", "
                + DeviceText.grade(device.grade()) + (device.caveat().isEmpty() ? "" : "; " + device.caveat())));
        print("Times are the median of a few calls after a short warm-up: a quick look, not a benchmark.");
    }

    private void print(String line) {
        out.println(PrintableText.of(line));
    }
}
