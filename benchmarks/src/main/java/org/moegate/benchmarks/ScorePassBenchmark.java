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

    /** What experts must be a multiple of, on any processor: the widest vector's floats. */
    public static final int MULTIPLE = 16;

    /** The gate whose scores these are, as {@link GateName} has it. */
    @Param("DeepSeek-V3")
    public String model;

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

    /** Warms the pass up, and makes the inputs. */
    @Setup
    public void prepare() {
        floor = new ScoreFloor(GateName.of(model).spec(), dtype);
        Object batch = draw(WarmUp.BATCH);
        WarmUp.run(() -> floor.run(WarmUp.BATCH, batch));
        logits = draw(tokens);
    }

    private Object draw(int rows) {
        return new RouterInputs(rows, GateName.of(model).spec().numExperts())
                .logits(dtype)
                .heapBase()
                .orElseThrow();
    }

    /** One pass. */
    @Benchmark
    public void score() {
        floor.run(tokens, logits);
    }
}
