package org.moegate.conformance.rules;

import org.junit.jupiter.api.Order;
import org.moegate.conformance.Each;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.SeedRange;
import org.moegate.conformance.judge.RandomCheck;
import org.moegate.conformance.judge.Subject;

/** Random specs and inputs. */
public interface RandomRules {

    @Rule(
            value = "Random gates route random rows, friendly and hostile",
            contract = "6.2",
            check = "The case is cut down as far as it still fails; its seed brings it back.",
            each = Each.SEEDS)
    @Order(Integer.MAX_VALUE)
    default void randomCases(Subject gate, SeedRange range) {
        range.seeds().forEach(seed -> RandomCheck.check(gate, seed));
    }
}
