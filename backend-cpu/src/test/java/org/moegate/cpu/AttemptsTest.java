package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Repeated attempts")
class AttemptsTest {

    private static final int MOST = 4;
    private static final long PAUSE = 10;

    private final AtomicLong now = new AtomicLong();
    private final List<Runnable> started = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();

    private Attempts attempts(Executor threads, Attempts.Attempt attempt) {
        return new Attempts(
                attempt,
                MOST,
                new Backoff(PAUSE, 2 * PAUSE, now::get),
                threads,
                (failures, forGood, thrown) -> reports.add(failures + (forGood ? " for good" : "") + ", " + thrown));
    }

    @Test
    @DisplayName("are made one at a time, after pauses, when somebody asks, until one is a success")
    void untilSuccess() {
        Iterator<Boolean> outcomes = List.of(false, false, true).iterator();
        Attempts attempts = attempts(started::add, outcomes::next);
        assertEquals(List.of(), started, "nobody has asked");
        assertStarts(attempts, true);
        assertStarts(attempts, false);
        started.getLast().run();

        assertStarts(attempts, false);
        now.addAndGet(PAUSE);
        assertStarts(attempts, true);
        started.getLast().run();

        now.addAndGet(PAUSE);
        assertStarts(attempts, false);
        now.addAndGet(PAUSE);
        assertStarts(attempts, true);
        started.getLast().run();

        assertTrue(attempts.haveSucceeded());
        assertEquals(3, started.size());
        assertEquals(List.of("1, null", "2, null"), reports);
    }

    private void assertStarts(Attempts attempts, boolean one) {
        int before = started.size();
        assertFalse(attempts.haveSucceeded());
        assertEquals(one ? before + 1 : before, started.size());
    }

    @Test
    @DisplayName("come to an end, which is reported once, where none is a success")
    void givesUp() {
        Attempts attempts = attempts(Runnable::run, () -> false);
        for (int i = 0; i < 3 * MOST; i++) {
            assertFalse(attempts.haveSucceeded());
            now.addAndGet(2 * PAUSE);
        }
        assertEquals(List.of("1, null", "2, null", "3, null", "4 for good, null"), reports);
    }

    @Test
    @DisplayName("go on after one that throws, and after one that gets no thread")
    void survivesWhatIsThrown() {
        Attempts attempts = attempts(
                task -> {
                    if (reports.isEmpty()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    if (reports.size() == 1) {
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                },
                () -> {
                    if (reports.size() == 2) {
                        throw new ExceptionInInitializerError("no such width");
                    }
                    return true;
                });
        for (int i = 0; i < MOST; i++) {
            assertFalse(attempts.haveSucceeded());
            now.addAndGet(2 * PAUSE);
        }
        assertTrue(attempts.haveSucceeded());
        assertEquals(
                List.of(
                        "1, java.lang.OutOfMemoryError: unable to create native thread",
                        "2, java.util.concurrent.RejectedExecutionException: full",
                        "3, java.lang.ExceptionInInitializerError: no such width"),
                reports);
    }

    @Test
    @DisplayName("are not started twice by threads that ask at once")
    void oneAtATime() throws InterruptedException {
        AtomicInteger starts = new AtomicInteger();
        Attempts attempts = attempts(task -> starts.incrementAndGet(), () -> false);
        List<Thread> askers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            askers.add(Thread.ofPlatform().start(attempts::haveSucceeded));
        }
        for (Thread asker : askers) {
            asker.join();
        }
        assertEquals(1, starts.get());
    }
}
