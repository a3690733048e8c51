package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The pause after a failure")
class BackoffTest {

    @ParameterizedTest(name = "where the clock stands at {0}")
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 7})
    @DisplayName("doubles with each failure in a row up to the longest, and is the first again after a success,")
    void doubles(long start) {
        AtomicLong now = new AtomicLong(start);
        Backoff backoff = new Backoff(10, 45, now::get);
        assertTrue(backoff.isOver());
        for (int pause : new int[] {10, 20, 40, 45, 45}) {
            assertPauses(backoff, now, pause);
        }
        backoff.worked();
        assertPauses(backoff, now, 10);
    }

    @Test
    @DisplayName("is over at once where it worked in the end")
    void endsWithSuccess() {
        Backoff backoff = new Backoff(10, 45, () -> 0);
        backoff.failed();
        assertFalse(backoff.isOver());
        backoff.worked();
        assertTrue(backoff.isOver());
    }

    private static void assertPauses(Backoff backoff, AtomicLong now, int pause) {
        backoff.failed();
        now.addAndGet(pause - 1);
        assertFalse(backoff.isOver());
        now.incrementAndGet();
        assertTrue(backoff.isOver());
    }
}
