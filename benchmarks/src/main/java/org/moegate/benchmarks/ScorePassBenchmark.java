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
import org.openjdk.jmh.annotations.Warmup;

/** The floor under {@link GateBenchmark}: every row loaded, scored and stored, and nothing chosen. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {JvmFlags.VECTORS, JvmFlags.NO_WARM_UP, JvmFlags.NATIVE, JvmFlags.UNSAFE})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ScorePassBenchmark {

    /** The gate whose scores these are. */
    @Param
    public Shape shape;

    /** The logits' element type. */
    @Param
    public DType dtype;

    /** Rows a call. */
    @Param("1024")
    public int tokens;

    private ScoreFloor floor;
    private Object logits;

    /** For JMH. */
    public ScorePassBenchmark() {}

    /** Makes the inputs, and warms the pass up. */
    @Setup
    public void draw() {
        floor = new ScoreFloor(shape.spec(), dtype);
        logits = new RouterInputs(tokens, shape.spec().numExperts())
                .logits(dtype)
                .heapBase()
                .orElseThrow();
        WarmUp.run(this::score);
    }

    /** One pass. */
    @Benchmark
    public void score() {
        floor.run(tokens, logits);
    }
}
