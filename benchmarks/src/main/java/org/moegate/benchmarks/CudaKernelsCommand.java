package org.moegate.benchmarks;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.Callable;
import org.moegate.Backends;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.cuda.CudaRouting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long the kernels take, as an engine runs them: on memory that lies on the GPU, in a CUDA graph, beside a copy of the same
 * bytes in a graph. By events they can be compared with the OpenCL backend's, which knows no graphs.
 */
@Command(name = "cuda-kernels", description = "Times the CUDA kernels on device memory, in CUDA graphs and by events.")
final class CudaKernelsCommand implements Callable<Integer> {

    private static final int REPLAYS = 21;
    private static final int TIMED = 101;
    private static final int CALLS = 1000;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--device", paramLabel = "N", description = "The CUDA device, by index.")
    private int device;

    @Option(names = "--tokens", split = ",", paramLabel = "N", description = "Batch sizes.")
    private List<Integer> tokens = List.of(1, 64, 1024, 8192, 32768);

    @Option(names = "--dtypes", split = ",", paramLabel = "DTYPE", description = "Element types of the logits.")
    private List<DType> dtypes = List.of(DType.F32, DType.BF16);

    @Override
    public Integer call() {
        Backends backends =
                Backends.builder().discover().force("cuda:" + device).build();
        System.out.println(MachineLine.of(backends.select().device()));
        TextTable table = new TextTable("How long is a kernel? Median of " + REPLAYS + " graphs of many, or of " + TIMED
                        + " launches between two events")
                .text("shape")
                .text("logits")
                .number("tokens")
                .number("gate, µs")
                .number("copy of the same bytes, µs")
                .number("gate by events, µs")
                .number("call, µs of CPU");
        for (Shape shape : Shape.values()) {
            for (DType dtype : dtypes) {
                for (int count : tokens) {
                    table.row(measure(backends, shape, dtype, count));
                }
            }
        }
        System.out.print(table.render());
        return 0;
    }

    private String[] measure(Backends backends, Shape shape, DType dtype, int numTokens) {
        GateSpec spec = shape.spec();
        RouterInputs inputs = new RouterInputs(numTokens, spec.numExperts());
        try (GatePlan plan = backends.plan(PlanRequest.of(spec).withLogits(dtype));
                CudaMemory memory = new CudaMemory(device)) {
            MemorySegment hostLogits = inputs.logits(dtype);
            long logits = memory.copyOf(hostLogits);
            long bias = memory.copyOf(MemorySegment.ofArray(inputs.bias()));
            long resultBytes = (long) numTokens * spec.topk() * Integer.BYTES;
            long ids = memory.allocate(resultBytes);
            long weights = memory.allocate(resultBytes);
            // a copy reads and writes its bytes, the gate reads logits and writes results
            long copied = (hostLogits.byteSize() + 2 * resultBytes) / 2;
            long from = memory.allocate(copied);
            long to = memory.allocate(copied);
            CudaRouting routing = plan.deviceRouting(CudaRouting.class).orElseThrow();
            Runnable route = () ->
                    routing.route(memory.stream(), numTokens, numTokens, logits, spec.numExperts(), bias, ids, weights);
            return new String[] {
                shape.label(),
                dtype.name(),
                "" + numTokens,
                micros(memory.microsInGraph(route, REPLAYS)),
                micros(memory.microsInGraph(() -> memory.copy(from, to, copied), REPLAYS)),
                micros(memory.microsByEvents(route, TIMED)),
                micros(microsOfCpu(memory, route))
            };
        }
    }

    /** Of a call that finds room in the stream, so that it does not wait for the GPU. */
    private static double microsOfCpu(CudaMemory memory, Runnable route) {
        double[] times = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            if (i % 10 == 0) {
                memory.finish();
            }
            long start = System.nanoTime();
            route.run();
            times[i] = (System.nanoTime() - start) / 1e3;
        }
        memory.finish();
        return Medians.of(times);
    }

    private static String micros(double value) {
        return "%.2f".formatted(value);
    }
}
