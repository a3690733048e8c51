package org.moegate.benchmarks;

import java.util.concurrent.TimeUnit;
import org.moegate.DType;
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

/** The gate through the public API, as an engine calls it: a plan made once, heap memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {JvmFlags.VECTORS, JvmFlags.NO_WARM_UP, JvmFlags.NATIVE, JvmFlags.UNSAFE})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class GateBenchmark {

    /** The gate, as {@link GateName} has it. */
    @Param("DeepSeek-V3")
    public String model;

    /** The logits' element type. */
    @Param
    public DType dtype;

    /** Rows a call. */
    @Param({"1", "1024"})
    public int tokens;

    private PlannedGate gate;

    /** For JMH. */
    public GateBenchmark() {}

    /** Makes plan and inputs, and warms the plan up. */
    @Setup
    public void plan() {
        gate = new PlannedGate(GateName.of(model).spec(), dtype, tokens);
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
