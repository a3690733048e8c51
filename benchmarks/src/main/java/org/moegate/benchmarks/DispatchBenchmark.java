package org.moegate.benchmarks;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.moegate.Dispatch;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.reference.ReferenceDispatch;
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

/** What follows the gate on the CPU, from and to heap memory, and the routing before it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {JvmFlags.VECTORS, JvmFlags.NO_WARM_UP, JvmFlags.NATIVE, JvmFlags.UNSAFE})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class DispatchBenchmark {

    /** What is timed. */
    public enum Step {
        /** The gate. */
        ROUTE,
        /** Counts. */
        COUNT,
        /** Sorted pairs. */
        ALIGN,
        /** Sorted pairs by the reference, which a backend without code of its own has. */
        REFERENCE,
        /** Packed ids and weights. */
        PACK
    }

    /** As kernels of experts take them. */
    private static final int BLOCK_SIZE = 64;

    /** The gate, as {@link GateName} has it. */
    @Param({"6-of-64", "DeepSeek-V3", "Kimi-K2", "Kimi-K3"})
    public String model;

    /** Rows a call. */
    @Param({"1", "64", "4096"})
    public int tokens;

    /** What is timed. */
    @Param
    public Step step;

    private PlannedGate gate;
    private Runnable call;

    /** For JMH. */
    public DispatchBenchmark() {}

    /** Routes the batch that what follows is about. */
    @Setup
    public void plan() {
        GateSpec spec = GateName.of(model).spec();
        GatePlan plan = BackendsHere.cpu().plan(PlanRequest.of(spec));
        gate = new PlannedGate(plan, tokens);
        gate.route();
        call = call(plan.dispatch(), spec, gate.routing());
        WarmUp.runSmall(call);
    }

    private Runnable call(Dispatch dispatch, GateSpec spec, Routing routing) {
        int pairs = tokens * spec.topk();
        int experts = spec.numExperts();
        int most = (int) Dispatch.mostSortedIds(pairs, experts, BLOCK_SIZE);
        MemorySegment ids = MemorySegment.ofArray(routing.ids);
        MemorySegment weights = MemorySegment.ofArray(routing.weights);
        MemorySegment counts = MemorySegment.ofArray(new int[experts]);
        MemorySegment sorted = MemorySegment.ofArray(new int[most]);
        MemorySegment blocks = MemorySegment.ofArray(new int[most / BLOCK_SIZE]);
        MemorySegment total = MemorySegment.ofArray(new int[1]);
        MemorySegment packed = MemorySegment.ofArray(new int[pairs]);
        return switch (step) {
            case ROUTE -> gate::route;
            case COUNT -> () -> dispatch.countTokens(tokens, ids, experts, counts);
            case ALIGN ->
                () -> dispatch.alignBlockSize(tokens, ids, experts, BLOCK_SIZE, sorted, blocks, total, counts);
            case REFERENCE ->
                () -> ReferenceDispatch.alignBlockSize(pairs, ids, experts, BLOCK_SIZE, sorted, blocks, total, counts);
            case PACK -> () -> dispatch.pack(tokens, ids, weights, packed);
        };
    }

    /** One call. */
    @Benchmark
    public void run() {
        call.run();
    }

    /** Closes the plan. */
    @TearDown
    public void close() {
        gate.close();
    }
}
