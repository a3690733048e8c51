package org.moegate.benchmarks.bench;

import java.util.ArrayList;
import java.util.List;
import org.moegate.DType;
import org.moegate.benchmarks.GateName;
import org.moegate.benchmarks.report.BenchReport.Figure;
import org.moegate.benchmarks.report.Spread;

/**
 * A batch to route.
 *
 * @param gate how
 * @param dtype element type of the logits
 * @param tokens rows
 */
record Case(GateName gate, DType dtype, int tokens) {

    /** Of one gate: all sizes in the first element type, the largest in all others. */
    static List<Case> of(GateName gate, List<DType> dtypes, List<Integer> tokens) {
        List<Case> cases = new ArrayList<>();
        for (DType dtype : dtypes) {
            (dtype == dtypes.getFirst() ? tokens : List.of(tokens.getLast()))
                    .forEach(count -> cases.add(new Case(gate, dtype, count)));
        }
        return cases;
    }

    Figure figure(String subject, double... nanos) {
        return new Figure(subject, gate.name(), dtype, tokens, Spread.of(nanos));
    }

    String label(String subject) {
        return subject + ", " + gate.name() + ", " + dtype + ", " + tokens;
    }
}
