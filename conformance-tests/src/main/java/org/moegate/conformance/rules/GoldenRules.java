package org.moegate.conformance.rules;

import java.io.IOException;
import org.moegate.conformance.Each;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.GoldenCase;
import org.moegate.conformance.cases.GoldenFile;
import org.moegate.conformance.judge.Subject;

/** Cases whose answers were computed in float64 elsewhere, and kept. */
public interface GoldenRules {

    @Rule(
            value = "Golden files hold what the device returns",
            contract = "6.1",
            check =
                    "The file's name and what it guards against, in the case; a difference here is beyond all roundings.",
            each = Each.GOLDEN_FILE)
    default void goldenCases(Subject gate, GoldenFile file) throws IOException {
        GoldenCase golden = file.read();
        gate.route(golden.input()).ifPresent(actual -> {
            gate.requireLike(golden.input(), golden.expected(), actual);
            gate.require(golden.input(), actual);
        });
    }
}
