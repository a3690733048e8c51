package org.moegate.conformance.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.judge.Subject;
import org.moegate.conformance.rules.Orders.Among;

/** Rows for one gate, made by where their best experts lie, and checked as one batch, some of them alone too. */
final class OrderedRows {

    /** Gates of the sizes that models have, which choose few experts and many. */
    static final List<GateSpec> GATES = List.of(
            GateSpec.builder(896, 16).build(),
            GateSpec.builder(64, 6).build(),
            GateSpec.builder(128, 1).build(),
            GateSpec.builder(256, 8).build(),
            GateSpec.builder(256, 8).numExpertGroup(8).topkGroup(4).build(),
            GateSpec.builder(512, 8).numExpertGroup(32).topkGroup(8).build(),
            GateSpec.builder(384, 8).build(),
            GateSpec.builder(896, 8).build(),
            GateSpec.builder(512, 10).build(),
            GateSpec.builder(512, 22).build(),
            GateSpec.builder(896, 32).build());

    /** Of so many rows one is checked alone too. */
    private static final int ALONE = 8;

    /** So many rows are checked with logits of 16 bits too. */
    private static final int NARROW = 16;

    private final GateSpec spec;
    private final SplittableRandom random;
    private final List<float[]> rows = new ArrayList<>();

    OrderedRows(GateSpec spec, long seed) {
        this.spec = spec;
        random = new SplittableRandom(seed);
    }

    /** Adds a row as it is. */
    void add(float[] row) {
        rows.add(row);
    }

    /** Adds a row whose experts with the smallest keys stand out, half as many again as are chosen, or twice as many. */
    void addBest(IntUnaryOperator key) {
        int chosen = spec.numRoutedTopk();
        add(rows.size() % 2 == 0 ? 2 * chosen : chosen + (chosen + 1) / 2, key, place -> false);
    }

    /**
     * Adds a row whose best lie in just so many sets of experts as are chosen, two or three in each. A set is a lane of a part:
     * experts a number of lanes apart in one of a few parts of the row. The last of the best fill a set: all the others reach
     * the best one of it, which makes them as many as can be.
     *
     * @param lanes how far a set's experts lie apart
     * @param parts of the row
     * @param first the first lane with a set of the best
     */
    void addSets(int lanes, int parts, int first) {
        int used = (spec.numRoutedTopk() + parts - 1) / parts;
        int vectors = (spec.numExperts() + lanes - 1) / lanes;
        IntUnaryOperator depth = place -> {
            int vector = place / lanes;
            int part = ((vector + 1) * parts - 1) / vectors;
            boolean in = Math.floorMod(place - first, lanes) < used;
            return in ? vector - part * vectors / parts : vectors;
        };
        int sets = used * parts;
        // two in each, rounded up to what registers hold: of the last set only one counts
        int twice = (2 * sets + 15) / 16 * 16 + 1;
        int[] best = {twice, 3 * sets, sets + (sets + 1) / 2};
        add(best[rows.size() % best.length], depth, place -> place % lanes == first && place / lanes * parts < vectors);
    }

    /**
     * Adds a row whose experts with the smallest keys stand out, and of these, where the last place is decided, one is better
     * than another by so little that it shows in the lowest bits of its score alone.
     *
     * @param more how many stand out beside those that are chosen
     * @param last those of them that are behind all the others
     */
    void addClose(int more, IntUnaryOperator key, IntPredicate last) {
        int chosen = spec.numRoutedTopk();
        float[] row = Orders.standingOut(spec.numExperts(), chosen + more, key, Among.SHUFFLED, last, false, random);
        rows.add(Orders.close(row, chosen));
    }

    private void add(int best, IntUnaryOperator key, IntPredicate last) {
        Among[] among = Among.values();
        int number = rows.size();
        rows.add(Orders.standingOut(
                spec.numExperts(),
                Math.min(best, spec.numExperts()),
                key,
                among[number % among.length],
                last,
                number % 7 < 2,
                random));
    }

    /** Checks them, nothing if the device refuses the gate. */
    void check(Subject gate, String name) {
        RoutingCase all = RoutingCase.of(name, spec, rows.toArray(float[][]::new));
        gate.check(all);
        gate.withPlan(all.request(), plan -> {
            for (int row = 0; row < all.numTokens(); row += ALONE) {
                gate.check(all.rows(row, row + 1).withName(name + ", row " + row), plan, MemoryAllocator.HEAP_BYTES);
            }
        });
        RoutingCase some = all.rows(0, Math.min(NARROW, all.numTokens()));
        gate.check(some.withTypes(DType.F16, DType.F32));
        gate.check(some.withTypes(DType.BF16, DType.F32));
    }
}
