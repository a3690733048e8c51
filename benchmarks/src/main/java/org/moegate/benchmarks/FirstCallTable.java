package org.moegate.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Medians of fresh JVMs, a row for each shape. */
final class FirstCallTable {

    private static final int[] SHOWN_BATCHES = {1, 4, 16, 64, 256};

    /** As many as are shown. */
    static final int FEWEST_BATCHES = SHOWN_BATCHES[SHOWN_BATCHES.length - 1];

    private final TextTable table;

    FirstCallTable(int jvms) {
        table = new TextTable("How long until the gate runs at full speed? Medians of " + jvms
                        + " fresh JVMs, F32; one token, then batches of " + FirstCall.BATCH + " rows, ns a row")
                .text("shape")
                .number("plan, ms")
                .number("first result, ms")
                .number("ms until steady")
                .number("rows until steady");
        for (int batch : SHOWN_BATCHES) {
            table.number("batch " + batch);
        }
        table.number("last " + FirstCall.LAST);
    }

    FirstCallTable add(Shape shape, List<FirstCall> calls) {
        String[] cells = new String[6 + SHOWN_BATCHES.length];
        cells[0] = shape.label();
        cells[1] = Cells.number(median(calls, FirstCall::planMillis));
        cells[2] = Cells.number(median(calls, FirstCall::resultMillis));
        cells[3] = Cells.number(median(calls, FirstCall::millisUntilSteady));
        cells[4] = String.format(Locale.ROOT, "%,.0f", median(calls, FirstCall::rowsUntilSteady));
        for (int i = 0; i < SHOWN_BATCHES.length; i++) {
            int batch = SHOWN_BATCHES[i] - 1;
            cells[5 + i] = Cells.number(median(calls, call -> call.nanosPerRow()[batch]));
        }
        cells[cells.length - 1] = Cells.number(median(calls, FirstCall::steadyNanosPerRow));
        table.row(cells);
        return this;
    }

    private static double median(List<FirstCall> calls, ToDoubleFunction<FirstCall> value) {
        return Medians.of(calls.stream().mapToDouble(value).toArray());
    }

    String render() {
        return table.render();
    }
}
