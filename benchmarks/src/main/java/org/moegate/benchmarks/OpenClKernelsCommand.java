package org.moegate.benchmarks;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.cl_event;
import org.jocl.cl_mem;
import org.moegate.Backends;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.opencl.OpenClArray;
import org.moegate.opencl.OpenClRouting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long the kernels take by the device's own clock, on memory that lies there, beside a copy of the same bytes. */
@Command(name = "opencl-kernels", description = "Times the OpenCL kernels on device memory, by the device's own clock.")
final class OpenClKernelsCommand implements Callable<Integer> {

    private static final int WARM_UP = 20;
    private static final int TIMED = 101;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--device", paramLabel = "ID", description = "The OpenCL device, by id or index.")
    private String device = "0";

    @Option(names = "--tokens", split = ",", paramLabel = "N", description = "Batch sizes.")
    private List<Integer> tokens = List.of(1, 64, 1024, 8192, 32768);

    @Option(names = "--dtypes", split = ",", paramLabel = "DTYPE", description = "Element types of the logits.")
    private List<DType> dtypes = List.of(DType.F32, DType.BF16);

    @Override
    public Integer call() {
        Backends backends =
                Backends.builder().discover().force("opencl:" + device).build();
        System.out.println(MachineLine.of(backends.select().device()));
        TextTable table = new TextTable("How long is a kernel? Median of " + TIMED + ", by events of the device")
                .text("shape")
                .text("logits")
                .number("tokens")
                .number("gate, µs")
                .number("copy of the same bytes, µs")
                .number("one after the other, µs")
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

    private static String[] measure(Backends backends, Shape shape, DType dtype, int numTokens) {
        GateSpec spec = shape.spec();
        RouterInputs inputs = new RouterInputs(numTokens, spec.numExperts());
        try (GatePlan plan = backends.plan(PlanRequest.of(spec).withLogits(dtype));
                DeviceMemory memory = new DeviceMemory(plan.device().description())) {
            MemorySegment hostLogits = inputs.logits(dtype);
            List<cl_mem> buffers = new ArrayList<>();
            cl_mem logits = kept(memory.copyOf(hostLogits), buffers);
            cl_mem bias = kept(memory.copyOf(MemorySegment.ofArray(inputs.bias())), buffers);
            long resultBytes = (long) numTokens * spec.topk() * Integer.BYTES;
            cl_mem ids = kept(memory.allocate(resultBytes), buffers);
            cl_mem weights = kept(memory.allocate(resultBytes), buffers);
            // a copy reads and writes its bytes, the gate reads logits and writes results
            long copied = (hostLogits.byteSize() + 2 * resultBytes) / 2;
            cl_mem from = kept(memory.allocate(copied), buffers);
            cl_mem to = kept(memory.allocate(copied), buffers);
            OpenClRouting routing = plan.deviceRouting(OpenClRouting.class).orElseThrow();
            Supplier<cl_event> route = () -> routing.route(
                    memory.queue(),
                    numTokens,
                    numTokens,
                    OpenClArray.of(logits),
                    spec.numExperts(),
                    OpenClArray.of(bias),
                    OpenClArray.of(ids),
                    OpenClArray.of(weights));
            String gate = micros(memory, route);
            String copy = micros(memory, () -> memory.copy(from, to, copied));
            Burst burst = burst(memory, route);
            String[] row = {
                shape.label(), dtype.name(), "" + numTokens, gate, copy, burst.microsDone(), burst.microsEnqueued()
            };
            buffers.forEach(CL::clReleaseMemObject);
            return row;
        }
    }

    private static cl_mem kept(cl_mem buffer, List<cl_mem> buffers) {
        buffers.add(buffer);
        return buffer;
    }

    private static String micros(DeviceMemory memory, Supplier<cl_event> command) {
        double[] times = new double[TIMED];
        for (int i = -WARM_UP; i < TIMED; i++) {
            double time = memory.micros(command.get());
            if (i >= 0) {
                times[i] = time;
            }
        }
        return "%.2f".formatted(Medians.of(times));
    }

    /**
     * Many calls without a wait between them, in microseconds a call.
     *
     * @param microsEnqueued until they were enqueued
     * @param microsDone until they were done
     */
    private record Burst(String microsEnqueued, String microsDone) {}

    private static Burst burst(DeviceMemory memory, Supplier<cl_event> command) {
        memory.finish();
        int calls = 10 * TIMED;
        List<cl_event> events = new ArrayList<>(calls);
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            events.add(command.get());
        }
        long enqueued = System.nanoTime();
        memory.finish();
        long done = System.nanoTime();
        events.forEach(CL::clReleaseEvent);
        return new Burst(
                "%.2f".formatted((enqueued - start) / 1e3 / calls), "%.2f".formatted((done - start) / 1e3 / calls));
    }
}
