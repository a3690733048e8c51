package org.moegate.benchmarks;

import java.util.concurrent.TimeUnit;
import org.moegate.DType;
import org.moegate.GateSpec;
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

/** The gate on float32 logits as one size grows: experts, topk or tokens. The subcommand {@code scaling} says which sizes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {JvmFlags.VECTORS, JvmFlags.NO_WARM_UP, JvmFlags.NATIVE, JvmFlags.UNSAFE})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ScalingBenchmark {

    /** The gate's experts. */
    @Param("256")
    public int experts;

    /** Experts chosen. */
    @Param("8")
    public int topk;

    /** Rows a call. */
    @Param("1024")
    public int tokens;

    private PlannedGate gate;

    /** For JMH. */
    public ScalingBenchmark() {}

    /** Makes plan and inputs, and warms the plan up. */
    @Setup
    public void plan() {
        gate = new PlannedGate(GateSpec.builder(experts, topk).build(), DType.F32, tokens);
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
