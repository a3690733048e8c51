package org.moegate.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moegate.GateSpec;

@DisplayName("the numbers of a call on device memory")
class RouteNumbersTest {

    private static final GateSpec SPEC = GateSpec.builder(48, 5).build();

    @Test
    @DisplayName("may be those of no tokens, of padding alone, and of rows that lie apart")
    void allowed() {
        RouteNumbers.check(SPEC, 0, 0, 48);
        RouteNumbers.check(SPEC, 2, 0, 48);
        RouteNumbers.check(SPEC, 2, 2, Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 48, numTokens = -1: must not be negative",
        "2, -1, 48, numTokenNonPadded = -1: must lie in 0..2 (numTokens)",
        "2, 3, 48, numTokenNonPadded = 3: must lie in 0..2 (numTokens)",
        "2, 2, 47, logitsRowStride = 47: must be at least 48 (num_experts)"
    })
    @DisplayName("are refused by name where they are out of range")
    void refused(int numTokens, int numTokenNonPadded, long logitsRowStride, String message) {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> RouteNumbers.check(SPEC, numTokens, numTokenNonPadded, logitsRowStride));
        assertEquals(message, refusal.getMessage());
    }
}
