package org.moegate.benchmarks;

import java.util.concurrent.TimeUnit;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
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

/** A call of a backend on heap memory, with transfers, where it needs any. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {JvmFlags.VECTORS, JvmFlags.NO_WARM_UP, JvmFlags.NATIVE, JvmFlags.UNSAFE})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class BackendBenchmark {

    /** The gate, as {@link GateName} has it. */
    @Param("DeepSeek-V3")
    public String model;

    /** Rows a call. */
    @Param({"1", "4096"})
    public int tokens;

    /** The logits' element type. */
    @Param("F32")
    public DType dtype;

    /** What a call may use, the caller's included. */
    @Param("1")
    public int threads;

    /** The backend, and behind a colon the device. */
    @Param("cpu")
    public String backend;

    private PlannedGate gate;

    /** For JMH. */
    public BackendBenchmark() {}

    /** Makes a plan, warms it up, and holds it to the reference. */
    @Setup
    public void plan() {
        GateSpec spec = GateName.of(model).spec();
        PlanRequest request = PlanRequest.of(spec)
                .withLogits(dtype)
                .withThreads(threads == 1 ? Threads.caller() : Threads.own(threads));
        GatePlan plan = BackendsHere.forced(backend).plan(request);
        gate = new PlannedGate(plan, tokens);
        gate.route();
        RouterInputs inputs = new RouterInputs(tokens, spec.numExperts(), dtype);
        Agreement.require(backend, plan.device().grade(), spec, inputs, gate.routing());
    }

    /** One call. */
    @Benchmark
    public void route() {
        gate.route();
    }

    /** Closes the plan. */
    @TearDown
    public void close() {
        gate.close();
    }
}
