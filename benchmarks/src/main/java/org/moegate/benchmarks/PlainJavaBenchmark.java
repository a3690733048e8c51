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
import org.openjdk.jmh.annotations.Warmup;

/** What an engine has without a tensor library: {@link PlainJavaGate}, on float32 logits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {JvmFlags.VECTORS, JvmFlags.NO_WARM_UP, JvmFlags.NATIVE, JvmFlags.UNSAFE})
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class PlainJavaBenchmark {

    /** The gate, as {@link GateName} has it. */
    @Param("DeepSeek-V3")
    public String model;

    /** Rows a call. */
    @Param({"1", "1024"})
    public int tokens;

    private PlainJavaGate gate;
    private RouterInputs inputs;
    private Routing routing;

    /** For JMH. */
    public PlainJavaBenchmark() {}

    /** Makes gate and inputs, and holds the gate to the reference. */
    @Setup
    public void check() {
        gate = new PlainJavaGate(GateName.of(model).spec());
        inputs = new RouterInputs(tokens, GateName.of(model).spec().numExperts());
        routing = new Routing(tokens, GateName.of(model).spec());
        route();
        Agreement.require("plain Java", GateName.of(model).spec(), inputs, routing);
    }

    /** One call. */
    @Benchmark
    public void route() {
        gate.route(tokens, inputs.logits(), inputs.bias(), routing.ids, routing.weights);
    }
}
