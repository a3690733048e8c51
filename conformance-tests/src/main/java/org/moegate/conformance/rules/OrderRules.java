package org.moegate.conformance.rules;

import java.util.ArrayList;
import java.util.List;
import org.moegate.GateSpec;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.cases.Row;
import org.moegate.conformance.judge.Subject;

/** Rows whose best experts lie as they hardly ever do in random ones. */
public interface OrderRules {

    @Rule(
            value =
                    "Rows in a plain order are routed: rising, falling, up and down, in sorted blocks, rotated, dealt out",
            contract = "2.4",
            check = "The exchanges of a sorting network, and what a search starts with.")
    default void plainOrders(Subject gate) {
        for (GateSpec spec : OrderedRows.GATES) {
            OrderedRows rows = new OrderedRows(spec, 51);
            int experts = spec.numExperts();
            rows.add(Orders.byKey(experts, place -> place));
            rows.add(Orders.byKey(experts, place -> -place));
            rows.add(Orders.byKey(experts, place -> Math.abs(2 * place - experts)));
            rows.add(Orders.byKey(experts, place -> -Math.abs(2 * place - experts)));
            for (int block = 2; block < experts; block *= 2) {
                int size = block;
                rows.add(Orders.byKey(experts, place -> place / size * size - place % size));
                rows.add(Orders.byKey(experts, place -> place % size - place / size * size));
                rows.add(Orders.byKey(experts, place -> -(place % size)));
            }
            for (int shift : new int[] {1, 7, 16, experts / 3, experts / 2, experts - 1}) {
                rows.add(Orders.byKey(experts, place -> (place + shift) % experts));
                rows.add(Orders.byKey(experts, place -> -((place + shift) % experts)));
            }
            for (int stride = 2; stride <= 64; stride++) {
                int apart = stride;
                rows.add(Orders.byKey(experts, place -> place % apart));
            }
            rows.check(gate, "plain orders");
        }
    }

    @Rule(
            value = "The best are found where all lie in two lanes of sixteen, whichever those are",
            contract = "2.4",
            check = "What is kept of each lane: all that may be chosen.")
    default void bestInTwoLanes(Subject gate) {
        for (GateSpec spec : OrderedRows.GATES) {
            OrderedRows rows = new OrderedRows(spec, 52);
            for (int lane = 0; lane < 16; lane++) {
                for (int another = lane + 1; another < 16; another++) {
                    int one = lane;
                    int two = another;
                    rows.addBest(place -> place % 16 == one || place % 16 == two ? 0 : 1);
                }
            }
            rows.check(gate, "the best in two lanes");
        }
    }

    @Rule(
            value = "The best are found where they lie 16, 32 or 64 apart",
            contract = "2.4",
            check = "What is kept of each lane, thread or bank: all that may be chosen.")
    default void bestInOneBank(Subject gate) {
        for (GateSpec spec : OrderedRows.GATES) {
            OrderedRows rows = new OrderedRows(spec, 53);
            for (int banks = 16; banks <= 64; banks *= 2) {
                for (int bank = 0; bank < banks; bank++) {
                    int apart = banks;
                    int one = bank;
                    rows.addBest(place -> place % apart == one ? 0 : 1);
                }
            }
            rows.check(gate, "the best in one bank");
        }
    }

    @Rule(
            value = "The best are found where they lie side by side: in one block, one group, one half of the experts",
            contract = "2.4",
            check = "What is kept of each block of experts: all that may be chosen.")
    default void bestInOneBlock(Subject gate) {
        for (GateSpec spec : OrderedRows.GATES) {
            OrderedRows rows = new OrderedRows(spec, 54);
            for (int size : new int[] {16, 32, 64, spec.groupSize(), (spec.numExperts() + 1) / 2}) {
                for (int block = 0; block * size < spec.numExperts(); block++) {
                    int one = block;
                    rows.addBest(place -> place / size == one ? 0 : 1);
                }
            }
            rows.check(gate, "the best in one block");
        }
    }

    @Rule(
            value = "The best are found where they fill as many sets of experts as are chosen, several in each",
            contract = "2.4",
            check =
                    "Where one expert of each set goes on at first: what the others of a set come to, and the merge of all that"
                            + " go on, with the better half of them behind.")
    default void bestInFewSets(Subject gate) {
        int shifts = Math.clamp(gate.effort().shapes() / 150, 1, 32);
        for (GateSpec spec : OrderedRows.GATES) {
            OrderedRows rows = new OrderedRows(spec, 55);
            for (int lanes = 4; lanes <= 32; lanes *= 2) {
                for (int parts = 1; parts <= 16; parts *= 2) {
                    for (int i = 0; i < shifts && parts * lanes >= spec.numRoutedTopk(); i++) {
                        rows.addSets(lanes, parts, i * lanes / shifts);
                    }
                }
            }
            rows.check(gate, "the best in few sets");
        }
    }

    @Rule(
            value = "Of two experts that differ in the lowest bits the better one gets in, wherever the best lie",
            contract = "3.1",
            check = "Keys that leave bits out to make room for an index, and how it is noticed that those bits decide.")
    default void closeAtTheLastPlace(Subject gate) {
        for (GateSpec spec : OrderedRows.GATES) {
            OrderedRows rows = new OrderedRows(spec, 56);
            int experts = spec.numExperts();
            int chosen = spec.numRoutedTopk();
            for (int block = 0; (block + 1) * chosen <= experts; block++) {
                int start = block * chosen;
                // any two, or one of the block and one before it
                rows.addClose(chosen, place -> Math.floorMod(place - start, experts) / (3 * chosen), place -> false);
                rows.addClose(1, place -> (experts + start + chosen - 1 - place) % experts, place -> place < start);
            }
            rows.check(gate, "two close at the last place");
        }
    }

    @Rule(
            value = "A group's two best count wherever in the group they lie",
            contract = "2.3",
            check = "The search for a group's second best: the best of its own lane or block must not hide it.")
    default void anyTwoOfAGroup(Subject gate) {
        for (int size : new int[] {16, 24, 32, 64}) {
            GateSpec spec =
                    GateSpec.builder(4 * size, 4).numExpertGroup(4).topkGroup(1).build();
            List<float[]> rows = new ArrayList<>();
            for (int one = 0; one < size; one++) {
                for (int two = 0; two < one; two++) {
                    int group = (one + two) % 4 * size;
                    int next = (one + two + 1) % 4 * size;
                    rows.add(Row.filled(4 * size, -4)
                            .with(1.25f, group + (one % 2 == 0 ? one : two))
                            .with(1, group + (one % 2 == 0 ? two : one))
                            .with(2.5f, next + one)
                            .values());
                }
            }
            gate.check(RoutingCase.of("two of " + size, spec, rows.toArray(float[][]::new)));
        }
    }
}
