package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A quick look at the time")
class QuickTimingTest {

    @Test
    @DisplayName("runs the call before it measures, and repeats it")
    void warmsUpAndRepeats() {
        AtomicInteger calls = new AtomicInteger();
        long nanos = QuickTiming.medianNanos(calls::incrementAndGet);
        assertTrue(nanos >= 0, nanos + " ns");
        assertTrue(calls.get() >= 2, calls + " calls");
    }
}
