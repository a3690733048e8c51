package org.moegate.benchmarks;

import java.util.concurrent.TimeUnit;
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

/** What an engine on a tensor library has: {@link TensorLibraryGate}, on float32 logits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {JvmFlags.VECTORS, JvmFlags.NO_WARM_UP, JvmFlags.NATIVE, JvmFlags.UNSAFE})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class TensorLibraryBenchmark {

    /** The gate, as {@link GateName} has it. */
    @Param("DeepSeek-V3")
    public String model;

    /** Rows a call. */
    @Param({"1", "1024"})
    public int tokens;

    /** What PyTorch may use. */
    @Param("1")
    public int threads;

    private TensorLibraryGate gate;

    /** For JMH. */
    public TensorLibraryBenchmark() {}

    /** Makes gate and inputs, and holds the gate to the reference. */
    @Setup
    public void check() {
        RouterInputs inputs = new RouterInputs(tokens, GateName.of(model).spec().numExperts());
        gate = new TensorLibraryGate(GateName.of(model).spec(), inputs, threads);
        Routing routing = new Routing(tokens, GateName.of(model).spec());
        try (TensorRouting tensors = gate.route()) {
            tensors.copyTo(routing);
        }
        Agreement.require("PyTorch", GateName.of(model).spec(), inputs, routing);
    }

    /** One call, and the release of what it made. */
    @Benchmark
    public void route() {
        gate.route().close();
    }

    /** Releases the inputs. */
    @TearDown
    public void close() {
        gate.close();
    }
}
