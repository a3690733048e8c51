package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a limit")
class LimitTest {

    @Test
    @DisplayName("holds up to the most, or down to the least, and says so")
    void bounds() {
        assertEquals(new Limit(true, "topk = 8 (at most 8)"), Limit.atMost("topk", 8, 8));
        assertEquals(new Limit(false, "topk = 9 (at most 8)"), Limit.atMost("topk", 9, 8));
        assertEquals(new Limit(true, "lanes = 32 (at least 32)"), Limit.atLeast("lanes", 32, 32));
        assertEquals(new Limit(false, "lanes = 31 (at least 32)"), Limit.atLeast("lanes", 31, 32));
    }
}
