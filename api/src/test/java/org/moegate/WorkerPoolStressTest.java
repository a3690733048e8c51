package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moegate.spi.BackendException;

@DisplayName("While some threads call a plan, others close it:")
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerPoolStressTest {

    private static final int ROUNDS = 200;
    private static final int CALLERS = 12;
    private static final int CLOSERS = 2;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("each call ends normally, with its own failure or with the plan's end, and all is closed once")
    void callsAndCloses(long seed) throws Exception {
        Random random = new Random(seed);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int round = 0; round < ROUNDS; round++) {
                play(threads, random);
            }
        }
    }

    private static void play(ExecutorService threads, Random random) throws Exception {
        FakeKernel kernel = new FakeKernel();
        boolean failing = random.nextBoolean();
        Runnable jitter = () -> {
            if (ThreadLocalRandom.current().nextInt(8) == 0) {
                LockSupport.parkNanos(1);
            }
            if (failing && ThreadLocalRandom.current().nextInt(16) == 0) {
                throw new BackendException("now and then");
            }
        };
        kernel.onNewWorker = jitter;
        kernel.onRoute = worker -> jitter.run();
        GatePlan plan = kernel.plan(SegmentCall.F32);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(threads.submit(() -> callUntilClosed(plan, start)));
        }
        List<Future<?>> closers = new ArrayList<>();
        for (int i = 0; i < CLOSERS; i++) {
            int delay = random.nextInt(20_000);
            closers.add(threads.submit(() -> {
                start.await();
                for (int spin = 0; spin < delay; spin++) {
                    Thread.onSpinWait();
                }
                plan.close();
                return null;
            }));
        }
        start.countDown();
        int routed = 0;
        for (Future<Integer> caller : callers) {
            routed += caller.get();
        }
        for (Future<?> closer : closers) {
            closer.get();
        }

        assertEquals(List.of(), List.copyOf(kernel.broken));
        assertTrue(routed <= kernel.calls(), "every call that ended normally was routed");
        assertEquals(0, kernel.openWorkers());
        assertTrue(kernel.isClosed());
    }

    /** Calls until the plan says that it is closed; returns how many calls ended normally. */
    private static int callUntilClosed(GatePlan plan, CountDownLatch start) throws InterruptedException {
        float[] logits = new float[12];
        float[] bias = new float[4];
        int[] ids = new int[6];
        float[] weights = new float[6];
        int routed = 0;
        start.await();
        while (true) {
            try {
                plan.route(3, logits, bias, ids, weights);
                routed++;
            } catch (BackendException e) {
                assertEquals("now and then", e.getMessage());
            } catch (IllegalStateException e) {
                assertEquals("the plan is closed", e.getMessage());
                return routed;
            }
        }
    }
}
