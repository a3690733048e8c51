package org.moegate.conformance.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.conformance.cases.GoldenCase;
import org.moegate.conformance.cases.GoldenCases;
import org.moegate.conformance.cases.GoldenFile;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.spi.Grade;

@DisplayName("the float64 oracle")
class OracleTest {

    @Test
    @DisplayName("returns what the golden files hold, and calls each of their rows decided")
    void agreesWithGoldenFiles() throws IOException {
        for (GoldenFile file : GoldenCases.ofKit()) {
            GoldenCase golden = file.read();
            RoutingCase input = golden.input();
            for (int row = 0; row < input.numTokens(); row++) {
                ExactRow exact = Oracle.route(input.spec(), input.logitsRow(row), input.bias());
                String name = file + ", row " + row;
                assertTrue(exact.isDecided(), name + " hangs on " + exact.gap());
                assertTrue(exact.isMetBy(golden.expected(), row), name);
            }
        }
    }

    @Test
    @DisplayName("agrees with the reference on random cases, wherever more than rounding decides")
    void agreesWithTheReference() {
        int decided = 0;
        int rows = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            RoutingCase drawn = RandomCases.draw(seed);
            Optional<Difference> difference = Judge.firstDifference(drawn, Judge.reference(drawn), Grade.CONFORMANT);
            assertEquals(
                    Optional.empty(),
                    difference.map(Difference::table),
                    () -> drawn + "\n"
                            + difference.map(
                                    found -> Oracle.route(drawn.spec(), drawn.logitsRow(found.row()), drawn.bias())
                                            .gap()));
            for (int row = 0; row < drawn.numTokenNonPadded(); row++) {
                rows++;
                decided += Oracle.route(drawn.spec(), drawn.logitsRow(row), drawn.bias())
                                .isDecided()
                        ? 1
                        : 0;
            }
        }
        // a judge that calls everything undecided finds nothing
        assertTrue(decided > rows / 2, decided + " of " + rows + " rows are decided");
    }
}
