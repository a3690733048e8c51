package org.moegate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moegate.spi.BackendException;
import org.moegate.thirdparty.Hostile;

@DisplayName("A plan's workers:")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerPoolTest {

    private final FakeKernel kernel = new FakeKernel();
    private final GatePlan plan = kernel.plan(SegmentCall.F32);

    @AfterEach
    void keptTheRules() {
        assertEquals(List.of(), List.copyOf(kernel.broken));
    }

    static Stream<Arguments> executors() {
        return Stream.of(
                Arguments.of("platform threads", Executors.newCachedThreadPool()),
                Arguments.of("virtual threads", Executors.newVirtualThreadPerTaskExecutor()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("executors")
    @DisplayName("each of many calls at once has its own, even when there are more than the plan keeps")
    void callsAtOnceHaveTheirOwn(String name, ExecutorService threads) throws Exception {
        int callsAtOnce = 16 * Runtime.getRuntime().availableProcessors() + 1;
        CyclicBarrier allInside = new CyclicBarrier(callsAtOnce);
        kernel.onRoute = worker -> await(allInside);
        try (threads) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < callsAtOnce; i++) {
                calls.add(threads.submit(this::route));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        assertEquals(callsAtOnce, kernel.workers.size());
        assertTrue(kernel.openWorkers() < callsAtOnce, "workers beyond those that the plan keeps are closed");
        assertTrue(kernel.openWorkers() > 0, "some workers are kept");

        plan.close();
        assertEquals(0, kernel.openWorkers());
        assertTrue(kernel.isClosed());
    }

    @Test
    @DisplayName("one serves all calls that follow each other, whatever the thread")
    void oneServesCallsInTurn() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            route();
            Thread.ofPlatform().start(this::route).join();
            Thread.ofVirtual().start(this::route).join();
        }
        assertEquals(150, kernel.onlyWorker().calls());
    }

    @Test
    @DisplayName("a thread gets back the one that it used before, whatever others do")
    void threadsGetTheirsBack() throws Exception {
        CyclicBarrier bothInside = new CyclicBarrier(2);
        Map<Thread, Set<FakeWorker>> used = new ConcurrentHashMap<>();
        Consumer<FakeWorker> note =
                worker -> used.computeIfAbsent(Thread.currentThread(), thread -> ConcurrentHashMap.newKeySet())
                        .add(worker);
        kernel.onRoute = note.andThen(worker -> await(bothInside));
        try (ExecutorService one = Executors.newSingleThreadExecutor();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            List<Future<?>> calls = List.of(one.submit(this::route), other.submit(this::route));
            for (Future<?> call : calls) {
                call.get();
            }
            kernel.onRoute = note;
            other.submit(this::route).get();
            one.submit(this::route).get();
        }
        assertEquals(2, kernel.workers.size());
        assertEquals(List.of(1, 1), used.values().stream().map(Set::size).toList());
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new BackendException("the device is lost"),
                new LinkageError("no driver"),
                new IOException("undeclared"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("one whose call failed is closed and never used again")
    void failedOneIsClosed(Throwable failure) {
        kernel.onRoute = worker -> fail(failure);
        assertSame(failure, assertThrows(failure.getClass(), this::route));
        FakeWorker failed = kernel.onlyWorker();
        assertTrue(failed.isClosed());

        kernel.onRoute = worker -> {};
        route();
        assertEquals(1, failed.calls());
        assertEquals(2, kernel.workers.size());
        assertFalse(kernel.workers.getLast().isClosed());
    }

    @Test
    @DisplayName("a failure to close one does not hide the failure of its call")
    void failureToCloseDoesNotHideFailureOfCall() {
        BackendException ofCall = new BackendException("the device is lost");
        BackendException ofClose = new BackendException("the stream is gone too");
        kernel.onRoute = worker -> fail(ofCall);
        kernel.onWorkerClose = worker -> fail(ofClose);

        BackendException thrown = assertThrows(BackendException.class, this::route);
        assertSame(ofCall, thrown);
        assertArrayEquals(new Throwable[] {ofClose}, thrown.getSuppressed());

        plan.close();
        assertTrue(kernel.isClosed());
    }

    @Test
    @DisplayName("a refused call does not cost one")
    void refusedCallKeepsIt() {
        route();
        assertThrowsExactly(IllegalArgumentException.class, () -> routeFrom(new float[3]));
        route();
        assertEquals(2, kernel.onlyWorker().calls());
        assertFalse(kernel.onlyWorker().isClosed());
    }

    @Test
    @DisplayName("close() waits for no call; the call ends normally and the kernel is closed after it")
    void closeDoesNotWait() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        route();
        kernel.onRoute = worker -> {
            inside.countDown();
            await(goOn);
        };
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<?> call = other.submit(this::route);
            await(inside);
            plan.close();
            assertEquals(1, kernel.openWorkers());
            assertFalse(kernel.isClosed());
            assertThrowsExactly(IllegalStateException.class, this::route);

            goOn.countDown();
            call.get();
        }
        assertEquals(0, kernel.openWorkers());
        assertTrue(kernel.isClosed());
    }

    @Test
    @DisplayName("close() from within a call lets that call end")
    void closeWithinCall() {
        kernel.onRoute = worker -> plan.close();
        route();
        assertEquals(1, kernel.calls());
        assertTrue(kernel.isClosed());
    }

    @Test
    @DisplayName("closing a plan that was never called, and closing it again, closes the kernel once")
    void closesOnce() {
        plan.close();
        plan.close();
        assertTrue(kernel.isClosed());
        assertEquals(List.of(), kernel.workers);
    }

    @Test
    @DisplayName("closing twice after calls closes worker and kernel once")
    void closesOnceAfterCalls() {
        route();
        plan.close();
        plan.close();
        assertTrue(kernel.onlyWorker().isClosed());
        assertTrue(kernel.isClosed());
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("one that cannot be made fails its call only, and keeps nothing from being closed")
    void failureToMakeOne(Throwable failure) {
        kernel.onNewWorker = () -> fail(failure);
        assertSame(failure, assertThrows(failure.getClass(), this::route));
        assertSame(failure, assertThrows(failure.getClass(), () -> routeFrom(new float[12])));
        assertFalse(kernel.isClosed());

        kernel.onNewWorker = () -> {};
        route();
        assertEquals(1, kernel.onlyWorker().calls());

        plan.close();
        assertTrue(kernel.isClosed());
    }

    @Test
    @DisplayName("one that cannot be made while the plan is closed leaves the kernel closed")
    void failureToMakeOneDuringClose() {
        BackendException failure = new BackendException("out of memory");
        kernel.onNewWorker = () -> {
            plan.close();
            assertFalse(kernel.isClosed());
            throw failure;
        };
        assertSame(failure, assertThrows(BackendException.class, this::route));
        assertTrue(kernel.isClosed());
    }

    @Test
    @DisplayName("one made while the plan is closed serves its call and is closed")
    void madeDuringClose() {
        kernel.onNewWorker = plan::close;
        route();
        assertEquals(1, kernel.onlyWorker().calls());
        assertTrue(kernel.onlyWorker().isClosed());
        assertTrue(kernel.isClosed());
    }

    static Stream<Function<String, Throwable>> kindsOfFailure() {
        return Stream.of(BackendException::new, LinkageError::new, IOException::new);
    }

    @ParameterizedTest
    @MethodSource("kindsOfFailure")
    @DisplayName("some that fail to close keep neither the others nor the kernel from it")
    void failuresToClose(Function<String, Throwable> failure) throws Exception {
        int callsAtOnce = 3;
        CyclicBarrier allInside = new CyclicBarrier(callsAtOnce);
        kernel.onRoute = worker -> await(allInside);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callsAtOnce; i++) {
            threads.add(Thread.startVirtualThread(this::route));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(callsAtOnce, kernel.openWorkers());
        kernel.onWorkerClose = worker -> fail(failure.apply("worker"));
        kernel.onClose = () -> fail(failure.apply("kernel"));

        Throwable thrown = assertThrows(failure.apply("").getClass(), plan::close);

        assertEquals(List.of("worker", "worker", "worker", "kernel"), messages(thrown));
        assertEquals(0, kernel.openWorkers());
        assertTrue(kernel.isClosed());
    }

    @Test
    @DisplayName("the backend's own calls are reached until the plan is closed")
    void deviceRoutingUntilClosed() {
        assertSame(kernel.deviceCalls, plan.deviceRouting(Runnable.class).orElseThrow());
        assertTrue(plan.deviceRouting(String.class).isEmpty());
        plan.close();
        assertThrowsExactly(IllegalStateException.class, () -> plan.deviceRouting(Runnable.class));
    }

    private static List<String> messages(Throwable thrown) {
        return Stream.concat(
                        Stream.of(String.valueOf(thrown.getMessage())),
                        Stream.of(thrown.getSuppressed()).flatMap(suppressed -> messages(suppressed).stream()))
                .toList();
    }

    private void route() {
        routeFrom(new float[12]);
    }

    private void routeFrom(float[] logits) {
        plan.route(3, logits, new float[4], new int[6], new float[6]);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static void fail(Throwable failure) {
        throw Hostile.sneak(failure);
    }
}
