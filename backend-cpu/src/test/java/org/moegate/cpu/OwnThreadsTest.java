package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.Threads;

@DisplayName("with threads of the plan's own")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OwnThreadsTest {

    private static final int CALLERS = 6;
    private static final int CALLS = 20_000;
    private static final int MOST_ROUNDS = 50;

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        ThreadWatch.assertNoneLeft();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 3, 8})
    @DisplayName("the bits are those of the caller's thread alone; threads at most:")
    void sameBits(int parallelism) {
        for (int seed = 100; seed < 150; seed++) {
            SampleCall sample = new SampleCall(seed);
            try (GatePlan plan = SharingProvider.plan(sample.request().withThreads(Threads.own(parallelism)))) {
                sample.assertSameBits(plan);
                sample.assertSameBits(plan);
            }
        }
    }

    @Test
    @DisplayName("no more of them are started than there is work for")
    void startsFew() {
        PlanRequest request = PlanRequest.of(GateSpec.builder(1, 1).build()).withThreads(Threads.own(3));
        try (GatePlan plan = SharingProvider.plan(request)) {
            plan.route(1, new float[1], new float[1], new int[1], new float[1]);
            assertEquals(1, ThreadWatch.helpers().size());
        }
    }

    @Test
    @DisplayName("many callers of one plan share them")
    void manyCallers() throws Exception {
        SampleCall sample = new SampleCall(6);
        try (GatePlan plan = SharingProvider.plan(sample.request().withThreads(Threads.own(3)))) {
            inManyThreads(() -> {
                for (int i = 0; i < 300; i++) {
                    sample.assertSameBits(plan);
                }
            });
            assertTrue(ThreadWatch.helpers().size() <= 2);
        }
    }

    @Test
    @DisplayName("many plans work side by side")
    void manyPlans() throws Exception {
        inManyThreads(() -> {
            for (int seed = 200; seed < 220; seed++) {
                SampleCall sample = new SampleCall(seed);
                try (GatePlan plan = SharingProvider.plan(sample.request().withThreads(Threads.own(2)))) {
                    sample.assertSameBits(plan);
                }
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 8, 9})
    @DisplayName("a plan that is closed while calls are under way ends them well")
    void closedInUse(long seed) throws Exception {
        SampleCall sample = new SampleCall(seed);
        for (int round = 0; round < 30; round++) {
            GatePlan plan = SharingProvider.plan(sample.request().withThreads(Threads.own(3)));
            try (ExecutorService callers = Executors.newCachedThreadPool()) {
                List<Future<?>> calls = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    calls.add(callers.submit(() -> callUntilClosed(sample, plan)));
                }
                TimeUnit.MILLISECONDS.sleep(1);
                plan.close();
                for (Future<?> call : calls) {
                    call.get();
                }
            }
            ThreadWatch.assertNoneLeft();
        }
    }

    private static void callUntilClosed(SampleCall sample, GatePlan plan) {
        while (true) {
            try {
                sample.assertSameBits(plan);
            } catch (IllegalStateException e) {
                assertEquals("the plan is closed", e.getMessage());
                return;
            }
        }
    }

    @Test
    @DisplayName("a call allocates nothing once warm, on no thread")
    void allocatesNothing() {
        PlanRequest request = PlanRequest.of(GateSpec.builder(4, 2).build()).withThreads(Threads.own(2));
        float[] logits = new float[4 * 64];
        float[] bias = new float[4];
        int[] ids = new int[2 * 64];
        float[] weights = new float[2 * 64];
        try (GatePlan plan = SharingProvider.plan(request)) {
            long allocated;
            int round = 0;
            do {
                long before = allocated();
                for (int i = 0; i < CALLS; i++) {
                    plan.route(64, logits, bias, ids, weights);
                }
                allocated = allocated() - before;
                // how many calls it takes until all is compiled depends on the machine
            } while (allocated >= CALLS && ++round < MOST_ROUNDS);
            assertTrue(round < MOST_ROUNDS, CALLS + " calls allocated " + allocated + " bytes");
        }
    }

    /** On this thread and the helpers'. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = threads.getCurrentThreadAllocatedBytes();
        for (Thread helper : ThreadWatch.helpers()) {
            sum += threads.getThreadAllocatedBytes(helper.threadId());
        }
        return sum;
    }

    private static void inManyThreads(Runnable task) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                calls.add(callers.submit(task));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
    }
}
