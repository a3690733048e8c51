package org.moegate.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The backends side by side, and what an engine has without any. */
final class BackendsTable {

    static final List<Integer> TOKENS = List.of(1, 4096);

    private static final String COMPARED_WITH = "cpu";

    private final List<String> backends;
    private final Measurements measurements;

    /**
     * A table.
     *
     * @param backends names, a column each
     * @param measurements of these and of plain Java
     */
    BackendsTable(List<String> backends, Measurements measurements) {
        this.backends = backends;
        this.measurements = measurements;
    }

    String render() {
        TextTable table = new TextTable(
                        "How fast is each backend? F32 from and to heap memory, all processors, ns a row;"
                                + " times as long as the CPU backend")
                .text("shape")
                .number("tokens");
        backends.forEach(backend -> {
            table.number(backend);
            table.number("/ " + COMPARED_WITH);
        });
        table.number("plain Java").number("/ " + COMPARED_WITH);
        for (Shape shape : Shape.values()) {
            for (int tokens : TOKENS) {
                table.row(row(shape, tokens));
            }
        }
        return table.render();
    }

    private String[] row(Shape shape, int tokens) {
        Optional<Measurement> compared = backend(COMPARED_WITH, shape, tokens);
        Optional<Measurement> plain =
                measurements.find(PlainJavaBenchmark.class, Map.of("shape", shape.name(), "tokens", "" + tokens));
        List<String> cells = new ArrayList<>(List.of(shape.label(), "" + tokens));
        for (String name : backends) {
            Optional<Measurement> measured = backend(name, shape, tokens);
            cells.add(Figure.of(measured, Measurement::nanosPerRow));
            cells.add(Figure.ratio(measured, compared, Measurement::nanos));
        }
        cells.add(Figure.of(plain, Measurement::nanosPerRow));
        cells.add(Figure.ratio(plain, compared, Measurement::nanos));
        return cells.toArray(String[]::new);
    }

    private Optional<Measurement> backend(String name, Shape shape, int tokens) {
        return measurements.find(
                BackendBenchmark.class, Map.of("backend", name, "shape", shape.name(), "tokens", "" + tokens));
    }
}
