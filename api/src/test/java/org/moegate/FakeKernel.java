package org.moegate;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.spi.GateWorker;
import org.moegate.spi.Grade;

/** A kernel that computes nothing: its workers keep their last arguments, and it notes what breaks the SPI's rules. */
final class FakeKernel implements GateKernel {

    static final GateDevice DEVICE = new GateDevice("device", "a fake device", Grade.CONFORMANT, "");

    final List<FakeWorker> workers = new CopyOnWriteArrayList<>();
    final Queue<String> broken = new ConcurrentLinkedQueue<>();

    volatile Runnable onNewWorker = () -> {};
    volatile Consumer<FakeWorker> onRoute = worker -> {};
    volatile Consumer<FakeWorker> onWorkerClose = worker -> {};
    volatile Runnable onClose = () -> {};

    /** Stands for a backend's own calls. */
    final Runnable deviceCalls = () -> {};

    private final AtomicInteger closed = new AtomicInteger();

    GatePlan plan(PlanRequest request) {
        return new GatePlan(request, "fake", DEVICE, this);
    }

    @Override
    public GateWorker newWorker() {
        if (isClosed()) {
            broken.add("a worker was asked of a closed kernel");
        }
        onNewWorker.run();
        FakeWorker worker = new FakeWorker(this);
        workers.add(worker);
        return worker;
    }

    @Override
    public <T> Optional<T> deviceRouting(Class<T> type) {
        return type.isInstance(deviceCalls) ? Optional.of(type.cast(deviceCalls)) : Optional.empty();
    }

    @Override
    public void close() {
        if (closed.incrementAndGet() > 1) {
            broken.add("the kernel was closed twice");
        }
        if (openWorkers() > 0) {
            broken.add("the kernel was closed before " + openWorkers() + " of its workers");
        }
        onClose.run();
    }

    boolean isClosed() {
        return closed.get() > 0;
    }

    int calls() {
        return workers.stream().mapToInt(FakeWorker::calls).sum();
    }

    long openWorkers() {
        return workers.stream().filter(worker -> !worker.isClosed()).count();
    }

    FakeWorker onlyWorker() {
        if (workers.size() != 1) {
            throw new AssertionError("there are " + workers.size() + " workers");
        }
        return workers.getFirst();
    }
}
