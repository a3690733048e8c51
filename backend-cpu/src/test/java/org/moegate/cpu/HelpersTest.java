package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.Threads;

@DisplayName("a helper")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HelpersTest {

    private static final int ROWS = 100;
    private static final long LONGER_THAN_THE_CALLER_SPINS = TimeUnit.MILLISECONDS.toNanos(50);

    private final RouterProbe probe = new RouterProbe();
    private final int[] ids = new int[ROWS];
    private volatile @Nullable Thread caller;
    private volatile boolean callerCame;
    private volatile boolean helperCame;
    private final GatePlan plan = SharingProvider.plan(
            PlanRequest.of(GateSpec.builder(2, 1).build()).withThreads(Threads.own(2)), probe::router);

    @AfterEach
    void close() throws InterruptedException {
        plan.close();
        ThreadWatch.assertNoneLeft();
    }

    @Test
    @DisplayName("takes part in a call, and is a daemon")
    void takesPart() {
        probe.beforeStep = this::meet;
        route();
        assertEquals(2, probe.threads.size());
        assertTrue(ThreadWatch.helpers().getFirst().isDaemon());
    }

    @Test
    @DisplayName("that is in the middle of rows is waited for")
    void isWaitedFor() {
        probe.beforeStep = () -> {
            meet();
            if (!isCaller()) {
                LockSupport.parkNanos(LONGER_THAN_THE_CALLER_SPINS);
            }
        };
        route();
        assertEquals(2, probe.threads.size());
    }

    @Test
    @DisplayName("is waited for by a caller that was interrupted, who stays so")
    void isWaitedForWhenInterrupted() {
        probe.beforeStep = () -> {
            meet();
            if (isCaller()) {
                Thread.currentThread().interrupt();
            } else {
                LockSupport.parkNanos(LONGER_THAN_THE_CALLER_SPINS);
            }
        };
        try {
            route();
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(2, probe.threads.size());
    }

    @Test
    @DisplayName("that fails has its exception thrown to the caller, and the next call is fine")
    void failureReachesTheCaller() {
        IllegalStateException failure = new IllegalStateException("of the helper");
        probe.beforeStep = () -> {
            meet();
            if (!isCaller()) {
                throw failure;
            }
        };
        assertSame(failure, assertThrows(IllegalStateException.class, this::route));
        probe.beforeStep = () -> {};
        route();
    }

    @Test
    @DisplayName("that gets no memory to work with leaves all rows to the caller, and takes part when it does")
    void withoutMemory() {
        Thread test = Thread.currentThread();
        AtomicBoolean full = new AtomicBoolean(true);
        try (GatePlan starved = SharingProvider.plan(plan.request(), spec -> {
            if (full.get() && Thread.currentThread() != test) {
                helperCame = true;
                throw new OutOfMemoryError("Java heap space");
            }
            return probe.router(spec);
        })) {
            probe.beforeStep = this::meet;
            route(starved);
            assertEquals(Set.of(test), probe.threads);

            full.set(false);
            callerCame = false;
            helperCame = false;
            route(starved);
            assertEquals(2, probe.threads.size());
        }
    }

    @Test
    @DisplayName("goes no further than the rows it has where the caller fails")
    void stopsWhereTheCallerFails() {
        AtomicInteger steps = new AtomicInteger();
        probe.beforeStep = () -> {
            meet();
            steps.incrementAndGet();
            if (isCaller()) {
                throw new IllegalStateException("of the caller");
            }
            LockSupport.parkNanos(LONGER_THAN_THE_CALLER_SPINS);
        };
        assertThrows(IllegalStateException.class, this::route);
        assertTrue(steps.get() < ROWS / 10, steps + " steps");
    }

    @Test
    @DisplayName("that fails along with the caller has its exception kept beside the first")
    void bothFailures() {
        probe.beforeStep = () -> {
            meet();
            throw new IllegalStateException(isCaller() ? "of the caller" : "of the helper");
        };
        IllegalStateException first = assertThrows(IllegalStateException.class, this::route);
        assertEquals(1, first.getSuppressed().length);
        assertEquals(
                Set.of("of the caller", "of the helper"),
                Set.of(first.getMessage(), first.getSuppressed()[0].getMessage()));
    }

    @Test
    @DisplayName("that has fallen asleep takes part in the next call")
    void isWoken() throws InterruptedException {
        probe.beforeStep = this::meet;
        route();
        Thread helper = ThreadWatch.helpers().getFirst();
        while (helper.getState() != Thread.State.WAITING) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        callerCame = false;
        helperCame = false;
        route();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("keeps away from a call where memory of a confined arena holds the")
    void confinedMemory(Part confined) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment logits = (confined == Part.LOGITS ? arena : Arena.ofAuto()).allocate(8 * ROWS, 4);
            MemorySegment bias = (confined == Part.BIAS ? arena : Arena.ofAuto()).allocate(8, 4);
            MemorySegment topkIds = (confined == Part.TOPK_IDS ? arena : Arena.ofAuto()).allocate(4 * ROWS, 4);
            MemorySegment weights = (confined == Part.TOPK_WEIGHTS ? arena : Arena.ofAuto()).allocate(4 * ROWS, 4);
            bias.setAtIndex(ValueLayout.JAVA_FLOAT, 1, 1);
            for (int i = 0; i < ROWS; i++) {
                plan.route(ROWS, logits, bias, topkIds, weights);
            }
            MemorySegment.copy(topkIds, ValueLayout.JAVA_INT, 0, ids, 0, ROWS);
        }
        assertRouted();
        assertEquals(Set.of(Thread.currentThread()), probe.threads);
    }

    /** What a call has in memory. */
    enum Part {
        LOGITS,
        BIAS,
        TOPK_IDS,
        TOPK_WEIGHTS
    }

    private void route() {
        route(plan);
    }

    private void route(GatePlan called) {
        caller = Thread.currentThread();
        called.route(ROWS, new float[2 * ROWS], new float[] {0, 1}, ids, new float[ROWS]);
        assertRouted();
    }

    /** The bias makes expert 1 the choice of every row. */
    private void assertRouted() {
        int[] expected = new int[ROWS];
        Arrays.fill(expected, 1);
        assertArrayEquals(expected, ids);
    }

    /** Keeps caller and helper until the other one is there. */
    private void meet() {
        if (isCaller()) {
            callerCame = true;
        } else {
            helperCame = true;
        }
        while (!callerCame || !helperCame) {
            Thread.onSpinWait();
        }
    }

    private boolean isCaller() {
        return Thread.currentThread() == caller;
    }
}
