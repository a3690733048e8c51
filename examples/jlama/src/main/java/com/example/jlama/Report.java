package com.example.jlama;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.moegate.GatePlan;

/** What the example prints. */
final class Report {

    static final String JLAMA = "Jlama's gate";
    static final String UNWEIGHTED = "moegate, weights left out";
    static final String WEIGHTED = "moegate, weights applied";

    private static final int SHOWN = 8;

    private Report() {}

    static String title(MixtralShape shape, Path folder, GatePlan plan) {
        return "A Mixtral-style model of random weights in %s: %d layers, %d of %d experts a token%nmoegate runs on %s:%s%n"
                .formatted(
                        folder,
                        shape.layers(),
                        shape.expertsPerToken(),
                        shape.experts(),
                        plan.backend(),
                        plan.device().id());
    }

    static String routing(List<RoutedToken> seen) {
        long same = seen.stream().filter(RoutedToken::sameExperts).count();
        long sameBits = seen.stream().filter(RoutedToken::unweightedIsJlamas).count();
        String rows = AsciiTable.getTable(
                seen.subList(0, Math.min(SHOWN, seen.size())),
                List.of(
                        column("layer", token -> String.valueOf(token.layer())),
                        column("Jlama's experts", token -> Arrays.toString(token.jlamas())),
                        column("moegate's", token -> Arrays.toString(token.moegates())),
                        column("their weights", token -> list(token.weights())),
                        column("output without weights is off by", token -> percent(token.difference()))));
        String layers = seen.stream()
                .collect(Collectors.groupingBy(
                        RoutedToken::layer, Collectors.averagingDouble(RoutedToken::difference)))
                .entrySet()
                .stream()
                .map(layer -> "layer %d %s".formatted(layer.getKey(), percent(layer.getValue())))
                .collect(Collectors.joining(", "));
        return """
                The same experts for %d of %d (token, layer); the first ones:
                %s
                With the weights left out, moegate's block gives the bits of Jlama's for %d of %d.
                With them applied, Jlama's output is off by, on average: %s
                """.formatted(same, seen.size(), rows, sameBits, seen.size(), layers);
    }

    static String nextTokens(Map<String, List<float[]>> distributions) {
        List<float[]> expected = distributions.getOrDefault(WEIGHTED, List.of());
        return "The next token, by the model's last layer, against " + WEIGHTED + ":\n"
                + table(distributions.entrySet(), List.of(
                        column("", Map.Entry::getKey),
                        column("divergence in nats", entry -> "%.4f".formatted(IntStream.range(0, expected.size())
                                .mapToDouble(i -> Vectors.divergence(entry.getValue().get(i), expected.get(i)))
                                .average()
                                .orElseThrow())),
                        column("another likeliest token", entry -> "%d of %d".formatted(
                                IntStream.range(0, expected.size())
                                        .filter(i -> Vectors.indexOfLargest(entry.getValue().get(i))
                                                != Vectors.indexOfLargest(expected.get(i)))
                                        .count(),
                                expected.size()))));
    }

    static String speed(Map<String, Double> tokensPerSecond) {
        return "Generated tokens per second:\n"
                + table(tokensPerSecond.entrySet(), List.of(
                        column("", Map.Entry::getKey),
                        column("tokens/s", entry -> "%.0f".formatted(entry.getValue()))));
    }

    private static <T> String table(Collection<T> rows, List<ColumnData<T>> columns) {
        return AsciiTable.getTable(rows, columns) + "\n";
    }

    private static <T> ColumnData<T> column(String header, Function<T, String> cell) {
        return new Column().header(header).with(cell);
    }

    private static String list(float[] weights) {
        return IntStream.range(0, weights.length)
                .mapToObj(i -> "%.3f".formatted(weights[i]))
                .collect(Collectors.joining(" "));
    }

    private static String percent(double part) {
        return "%.0f %%".formatted(100 * part);
    }
}
