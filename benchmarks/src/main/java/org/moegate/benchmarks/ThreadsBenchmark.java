package org.moegate.benchmarks;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.moegate.PlanRequest;
import org.moegate.Threads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The gate on float32 logits with one thread and with two: how much the second brings, and from how many rows on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {JvmFlags.VECTORS, JvmFlags.NO_WARM_UP, JvmFlags.NATIVE, JvmFlags.UNSAFE})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ThreadsBenchmark {

    /** Whose the second thread is. */
    public enum Helper {
        /** The caller's thread is alone. */
        NONE,
        /** The plan's own. */
        OWN,
        /** That of a pool which the caller brings. */
        POOL
    }

    /** The gate, as {@link GateName} has it. */
    @Param({"6-of-64", "8-of-256", "DeepSeek-V3", "Kimi-K2"})
    public String model;

    /** Rows a call. */
    @Param({"64", "256", "1024", "4096"})
    public int tokens;

    /** Whose the second thread is. */
    @Param
    public Helper helper;

    private final ForkJoinPool pool = new ForkJoinPool(1);
    private PlannedGate gate;

    /** For JMH. */
    public ThreadsBenchmark() {}

    /** Makes plan and inputs, and warms the plan up. */
    @Setup
    public void plan() {
        Threads threads = switch (helper) {
            case NONE -> Threads.caller();
            case OWN -> Threads.own(2);
            case POOL -> Threads.of(pool, 2);
        };
        gate = new PlannedGate(PlanRequest.of(GateName.of(model).spec()).withThreads(threads), tokens);
    }

    /** One call. */
    @Benchmark
    public void route() {
        gate.route();
    }

    /** Closes the plan, then the pool. */
    @TearDown
    public void close() {
        gate.close();
        pool.close();
    }
}
