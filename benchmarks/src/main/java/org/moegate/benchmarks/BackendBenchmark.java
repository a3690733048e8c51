package org.moegate.benchmarks;

import java.util.concurrent.TimeUnit;
import org.moegate.Backends;
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

/** A call of a backend on heap memory, with all of the machine at its service: transfers count, and so do all processors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {JvmFlags.VECTORS, JvmFlags.NO_WARM_UP, JvmFlags.NATIVE, JvmFlags.UNSAFE})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class BackendBenchmark {

    /** The gate. */
    @Param
    public Shape shape;

    /** Rows a call. */
    @Param({"1", "4096"})
    public int tokens;

    /** The backend, and behind a colon the device. */
    @Param("cpu")
    public String backend;

    private PlannedGate gate;

    /** For JMH. */
    public BackendBenchmark() {}

    /** Makes a plan, holds it to the reference, and warms it up. */
    @Setup
    public void plan() {
        GateSpec spec = shape.spec();
        PlanRequest request = PlanRequest.of(spec)
                .withThreads(Threads.own(Runtime.getRuntime().availableProcessors()));
        GatePlan plan = Backends.builder().discover().force(backend).build().plan(request);
        RouterInputs inputs = new RouterInputs(tokens, spec.numExperts());
        Routing routing = new Routing(tokens, spec);
        plan.route(tokens, inputs.logits(), inputs.bias(), routing.ids, routing.weights);
        Agreement.require(backend, spec, inputs, routing);
        gate = new PlannedGate(plan, tokens);
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
