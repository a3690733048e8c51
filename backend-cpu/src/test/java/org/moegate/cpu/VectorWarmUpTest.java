package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moegate.GateSpec;

@DisplayName("the warm-up of vector code")
class VectorWarmUpTest {

    private static final GateSpec SPEC = GateSpec.builder(64, 6).build();

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName("comes to an end with vectors as the faster ones, and so does its thread")
    void ends() throws InterruptedException {
        Attempts warmUp = VectorWarmUp.of(SPEC);
        while (!threads().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertTrue(warmUp.haveSucceeded());
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName("succeeds later where the JVM had no time for it at first")
    void succeedsLater() throws InterruptedException {
        List<Attempts.Attempt> starvedOnce =
                new ArrayList<>(List.of(new VectorWarmUpAttempt(SPEC, 0), new VectorWarmUpAttempt(SPEC, 60)));
        List<Integer> failures = new ArrayList<>();
        Attempts attempts = new Attempts(
                () -> starvedOnce.removeFirst().succeeds(),
                2,
                new Backoff(1, 1, System::nanoTime),
                Runnable::run,
                (count, forGood, thrown) -> failures.add(count));
        assertFalse(attempts.haveSucceeded());
        while (!attempts.haveSucceeded()) {
            assertTrue(failures.size() <= 1, "given up");
        }
        assertEquals(List.of(1), failures);
    }

    @Test
    @DisplayName("that came to nothing is told of once, and once more where it was given up for good")
    void isToldOf() {
        try (CapturedLog log = new CapturedLog()) {
            // of two gates that run through different code
            for (int failures = 1; failures <= 3; failures++) {
                VectorWarmUp.report(failures, failures == 3, null);
                VectorWarmUp.report(failures, failures == 3, new OutOfMemoryError());
            }
            assertEquals(
                    List.of(
                            "INFO: cpu:vector still runs scalar code, the same bits but slower: its vector code is not warm yet;"
                                    + " that is tried again as calls go on",
                            "WARNING: cpu:vector runs scalar code for good, the same bits but slower: its vector code was not warm"
                                    + " after 3 attempts; the JVM gets too little processor time, or does without its compiler C2"),
                    log.lines);
        }
    }

    @Test
    @DisplayName("happens once for gates that run through the same code")
    void isShared() {
        GateSpec alike = GateSpec.builder(256, 8).build();
        GateSpec another = SPEC.toBuilder().numExpertGroup(4).topkGroup(2).build();
        assertSame(VectorWarmUp.of(SPEC), VectorWarmUp.of(alike));
        assertNotSame(VectorWarmUp.of(SPEC), VectorWarmUp.of(another));
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("moegate-warm-up"))
                .toList();
    }
}
