package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;

/** Looks for the threads that plans start. */
final class ThreadWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ThreadWatch() {}

    static List<Thread> helpers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("moegate-"))
                .toList();
    }

    /** Ending takes a thread a moment. */
    static void assertNoneLeft() throws InterruptedException {
        for (Thread helper : helpers()) {
            helper.join(PATIENCE);
        }
        assertEquals(List.of(), helpers());
    }
}
