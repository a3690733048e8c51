package org.moegate.benchmarks;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Pointer;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.cuda.CudaRouting;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Launches kernels by the million, then looks at what memory grew, and whether the last results are those of the first. */
@Command(name = "cuda-soak", description = "Launches CUDA kernels by the million and looks for leaks.")
final class CudaSoakCommand implements Callable<Integer> {

    private static final int NUM_TOKENS = 8;
    private static final int LAUNCHES_IN_FLIGHT = 1000;

    @Mixin
    private final CudaDeviceOption device = new CudaDeviceOption();

    @Option(names = "--launches", paramLabel = "N", description = "How many.")
    private long launches = 10_000_000;

    @Override
    public Integer call() {
        GateSpec spec = Shape.DEEPSEEK_V3.spec();
        RouterInputs inputs = new RouterInputs(NUM_TOKENS, spec.numExperts());
        Backends backends = device.backends();
        try (GatePlan plan = backends.plan(PlanRequest.of(spec));
                CudaMemory memory = new CudaMemory(device.index())) {
            long logits = memory.copyOf(MemorySegment.ofArray(inputs.logits()));
            long bias = memory.copyOf(MemorySegment.ofArray(inputs.bias()));
            int resultBytes = NUM_TOKENS * spec.topk() * Integer.BYTES;
            long ids = memory.allocate(resultBytes);
            long weights = memory.allocate(resultBytes);
            CudaRouting routing = plan.deviceRouting(CudaRouting.class).orElseThrow();
            Runnable route = () -> routing.route(
                    memory.stream(), NUM_TOKENS, NUM_TOKENS, logits, spec.numExperts(), bias, ids, weights);
            launch(memory, route, LAUNCHES_IN_FLIGHT);
            byte[] firstIds = memory.contents(ids, resultBytes);
            byte[] firstWeights = memory.contents(weights, resultBytes);
            long freeBefore = memory.freeBytes();
            long residentBefore = residentBytes();
            launch(memory, route, launches);
            boolean same = Arrays.equals(firstIds, memory.contents(ids, resultBytes))
                    && Arrays.equals(firstWeights, memory.contents(weights, resultBytes));
            System.out.printf(
                    "%,d launches: %,d bytes of the GPU's memory more, %,d of the process's; results %s%n",
                    launches,
                    freeBefore - memory.freeBytes(),
                    residentBytes() - residentBefore,
                    same ? "are those of the first" : "CHANGED");
            return same ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private static void launch(CudaMemory memory, Runnable route, long count) {
        for (long i = 0; i < count; i++) {
            route.run();
            if (i % LAUNCHES_IN_FLIGHT == 0) {
                memory.finish();
            }
        }
        memory.finish();
    }

    /** What the process holds besides the Java heap. */
    private static long residentBytes() {
        return Pointer.physicalBytes()
                - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }
}
