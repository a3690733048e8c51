package com.example.jlama;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.moegate.GatePlan;

/** What the example prints. */
final class Report {

    static final String JLAMA = "Jlama's block";
    static final String UNWEIGHTED = "moegate's, weights left out";
    static final String WEIGHTED = "moegate's, weights applied";

    private static final int SHOWN = 8;

    private Report() {}

    static String title(MixtralShape shape, Path folder, GatePlan plan) {
        return text(
                "A Mixtral-style model of random weights in %s%n%d layers, %d of %d experts a token; moegate on %s:%s%n",
                folder,
                shape.layers(),
                shape.expertsPerToken(),
                shape.experts(),
                plan.backend(),
                plan.device().id());
    }

    static String tokens(List<RoutedToken> seen) {
        return table(
                "What the gates chose, first",
                seen.subList(0, Math.min(SHOWN, seen.size())),
                column("layer", token -> String.valueOf(token.layer())),
                column("Jlama's experts", token -> Arrays.toString(token.jlamas())),
                column("moegate's experts", token -> Arrays.toString(token.moegates())),
                column("moegate's weights", token -> weights(token.weights())));
    }

    static String layers(List<RoutedToken> seen) {
        Map<Integer, List<RoutedToken>> layers =
                seen.stream().collect(Collectors.groupingBy(RoutedToken::layer, TreeMap::new, Collectors.toList()));
        return table(
                "All tokens, and how far the output without weights is from the weighted one",
                layers.values(),
                column("layer", tokens -> String.valueOf(tokens.getFirst().layer())),
                column("same experts", tokens -> count(tokens, RoutedToken::sameExperts)),
                column("Jlama's bits without weights", tokens -> count(tokens, RoutedToken::unweightedIsJlamas)),
                column("off by", tokens -> average(tokens, RoutedToken::difference)),
                column("in direction", tokens -> average(tokens, RoutedToken::differenceOfDirection)));
    }

    static String nextTokens(Map<String, Distributions> models) {
        Distributions expected = models.get(WEIGHTED);
        return table(
                "What this does to the next token",
                models.entrySet(),
                column("", Map.Entry::getKey),
                column(
                        "divergence in nats",
                        model -> text("%.4f", model.getValue().divergenceFrom(expected))),
                column(
                        "another token is likeliest",
                        model -> text("%d of %d", model.getValue().otherChoicesThan(expected), expected.size())));
    }

    static String speed(Map<String, Double> models) {
        return table(
                "How fast text is generated",
                models.entrySet(),
                column("", Map.Entry::getKey),
                column("tokens per second", model -> text("%.0f", model.getValue())));
    }

    private static String count(List<RoutedToken> tokens, Predicate<RoutedToken> which) {
        return text("%d of %d", tokens.stream().filter(which).count(), tokens.size());
    }

    private static String average(List<RoutedToken> tokens, ToDoubleFunction<RoutedToken> part) {
        return text("%.0f %%", 100 * tokens.stream().mapToDouble(part).average().orElseThrow());
    }

    private static String weights(float[] weights) {
        return IntStream.range(0, weights.length)
                .mapToObj(place -> text("%.3f", weights[place]))
                .collect(Collectors.joining(" "));
    }

    @SafeVarargs
    private static <T> String table(String title, Collection<T> rows, ColumnData<T>... columns) {
        return title
                + System.lineSeparator()
                + AsciiTable.getTable(AsciiTable.NO_BORDERS, rows, List.of(columns))
                + System.lineSeparator();
    }

    private static <T> ColumnData<T> column(String header, Function<T, String> cell) {
        return new Column().header(header).with(cell);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
