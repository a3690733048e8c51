package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.Threads;

@DisplayName("with an executor of the caller's")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExecutorThreadsTest {

    private static final int SAMPLES = 60;
    private static final int CALLS = 3000;

    /** Tasks of an executor that does not run them by itself. */
    private final List<Runnable> kept = new ArrayList<>();

    @Test
    @DisplayName("that runs tasks in place, the bits are those of the caller's thread alone")
    void direct() {
        assertSameBits(Runnable::run);
    }

    @Test
    @DisplayName("of one thread, the bits are those of the caller's thread alone")
    void oneThread() {
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            assertSameBits(executor);
        }
    }

    @Test
    @DisplayName("that is the common pool, the bits are those of the caller's thread alone")
    void commonPool() {
        assertSameBits(ForkJoinPool.commonPool());
    }

    @Test
    @DisplayName("of virtual threads, the bits are those of the caller's thread alone")
    void virtualThreads() {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            assertSameBits(executor);
        }
    }

    @Test
    @DisplayName("that rejects tasks, the bits are those of the caller's thread alone")
    void rejecting() {
        assertSameBits(task -> {
            throw new RejectedExecutionException("full");
        });
    }

    @Test
    @DisplayName("that was shut down, the bits are those of the caller's thread alone")
    void shutDown() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.close();
        assertSameBits(executor);
    }

    @Test
    @DisplayName("that never runs a task, calls go on and do not pile tasks up in it")
    void neverRuns() {
        assertSameBits(kept::add);
        kept.clear();
        SampleCall sample = new SampleCall(1);
        try (GatePlan plan = SharingProvider.plan(sample.request().withThreads(Threads.of(kept::add, 3)))) {
            for (int i = 0; i < CALLS; i++) {
                sample.assertSameBits(plan);
            }
        }
        assertTrue(kept.size() < CALLS / 100, kept.size() + " tasks");
    }

    @Test
    @DisplayName("that runs tasks after the call has ended, they do nothing")
    void late() {
        SampleCall sample = new SampleCall(2);
        RouterProbe probe = new RouterProbe();
        try (GatePlan plan =
                SharingProvider.plan(sample.request().withThreads(Threads.of(kept::add, 3)), probe::router)) {
            sample.assertSameBits(plan);
            assertEquals(2, kept.size());
            probe.threads.clear();
            kept.forEach(Runnable::run);
            assertTrue(probe.threads.isEmpty());
            // and the helpers are there for the next call
            kept.clear();
            sample.assertSameBits(plan);
            assertEquals(2, kept.size());
        }
        kept.forEach(Runnable::run);
    }

    @Test
    @DisplayName("it is asked for no more threads than there is work for")
    void askedForFew() {
        PlanRequest request = PlanRequest.of(GateSpec.builder(1, 1).build()).withThreads(Threads.of(kept::add, 3));
        try (GatePlan plan = SharingProvider.plan(request)) {
            plan.route(1, new float[1], new float[1], new int[1], new float[1]);
            assertEquals(1, kept.size());
            plan.route(2, new float[2], new float[1], new int[2], new float[2]);
            assertEquals(2, kept.size());
        }
    }

    @Test
    @DisplayName("its threads take part in calls")
    void takesPart() {
        SampleCall sample = new SampleCall(10);
        RouterProbe probe = new RouterProbe();
        List<Thread> started = new ArrayList<>();
        Executor patient = task -> {
            Thread thread = Thread.ofPlatform().start(task);
            started.add(thread);
            while (thread.isAlive()) {
                Thread.onSpinWait();
            }
        };
        try (GatePlan plan =
                SharingProvider.plan(sample.request().withThreads(Threads.of(patient, 2)), probe::router)) {
            sample.assertSameBits(plan);
        }
        assertEquals(Set.copyOf(started), probe.threads);
    }

    @Test
    @DisplayName("that rejected a task, it is asked again by the next call")
    void rejectingOnce() {
        SampleCall sample = new SampleCall(11);
        AtomicBoolean full = new AtomicBoolean(true);
        Executor executor = task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
            kept.add(task);
        };
        try (GatePlan plan = SharingProvider.plan(sample.request().withThreads(Threads.of(executor, 2)))) {
            sample.assertSameBits(plan);
            full.set(false);
            sample.assertSameBits(plan);
        }
        assertEquals(1, kept.size());
    }

    @Test
    @DisplayName("that drops a task without a word, it is asked again in time")
    void dropping() {
        SampleCall sample = new SampleCall(3);
        RouterProbe probe = new RouterProbe();
        List<Executor> behaviour = new ArrayList<>(List.of(task -> {}));
        Executor executor = task -> behaviour.getFirst().execute(task);
        try (GatePlan plan =
                SharingProvider.plan(sample.request().withThreads(Threads.of(executor, 2)), probe::router)) {
            sample.assertSameBits(plan);
            behaviour.set(0, task -> {
                kept.add(task);
                task.run();
            });
            for (int i = 0; i < CALLS && kept.isEmpty(); i++) {
                sample.assertSameBits(plan);
            }
            assertEquals(1, kept.size());
        }
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("broken"),
                new IOException("undeclared"),
                new OutOfMemoryError("unable to create native thread"),
                new StackOverflowError(),
                new AssertionError("broken"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("that fails otherwise than by rejecting, the bits are those of the caller's thread alone:")
    void failing(Throwable failure) {
        assertSameBits(task -> {
            throw sneak(failure);
        });
        assertSameBits(task -> {
            task.run();
            throw sneak(failure);
        });
    }

    @Test
    @DisplayName("that fails otherwise than by rejecting, it is not asked by each call")
    void failingOften() {
        SampleCall sample = new SampleCall(4);
        AtomicInteger asked = new AtomicInteger();
        Threads threads = Threads.of(
                task -> {
                    asked.incrementAndGet();
                    throw new IllegalStateException("broken");
                },
                64);
        long start = System.nanoTime();
        try (GatePlan plan = SharingProvider.plan(sample.request().withThreads(threads))) {
            for (int i = 0; i < CALLS; i++) {
                sample.assertSameBits(plan);
            }
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        assertTrue(asked.get() <= 1 + seconds, asked + " times in " + seconds + " s");
    }

    @Test
    @DisplayName("that fails by an interrupt that it does not declare, the caller stays interrupted")
    void interrupting() {
        SampleCall sample = new SampleCall(4);
        Threads threads = Threads.of(
                task -> {
                    throw sneak(new InterruptedException());
                },
                2);
        try (GatePlan plan = SharingProvider.plan(sample.request().withThreads(threads))) {
            sample.assertSameBits(plan);
        }
        assertTrue(Thread.interrupted());
    }

    @Test
    @DisplayName("that has failed otherwise than by rejecting, it is asked again after a pause")
    void recovers() {
        AtomicLong now = new AtomicLong();
        ThreadSource source = new ThreadSource("an executor", new Backoff(1000, 4000, now::get));
        AtomicBoolean broken = new AtomicBoolean(true);
        Executor executor = task -> {
            if (broken.get()) {
                throw new IllegalStateException("broken");
            }
            kept.add(task);
        };
        ExecutorHelper helper = new ExecutorHelper(executor, source, () -> {
            throw new AssertionError("it has no work");
        });
        assertFalse(helper.start());
        broken.set(false);
        assertFalse(helper.start());
        now.set(1000);
        assertTrue(helper.start());
        assertEquals(List.of(helper), kept);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    @DisplayName("its own threads may call the plan, however many at once")
    void nested() throws Exception {
        SampleCall sample = new SampleCall(5);
        for (ExecutorService executor :
                List.of(Executors.newSingleThreadExecutor(), Executors.newFixedThreadPool(3), new ForkJoinPool(2))) {
            try (executor;
                    GatePlan plan = SharingProvider.plan(sample.request().withThreads(Threads.of(executor, 3)))) {
                List<Future<?>> calls = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    calls.add(executor.submit(() -> sample.assertSameBits(plan)));
                }
                for (Future<?> call : calls) {
                    call.get();
                }
            }
        }
    }

    private static void assertSameBits(Executor executor) {
        for (int seed = 0; seed < SAMPLES; seed++) {
            SampleCall sample = new SampleCall(seed);
            PlanRequest request = sample.request().withThreads(Threads.of(executor, 1 + seed % 4));
            try (GatePlan plan = SharingProvider.plan(request)) {
                sample.assertSameBits(plan);
                sample.assertSameBits(plan);
            }
        }
    }
}
