package org.moegate.benchmarks;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_event;
import org.jocl.cl_mem;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.opencl.OpenClArray;
import org.moegate.opencl.OpenClRouting;

/** A batch on an OpenCL device. A sample is one command, by the device's own events. */
final class OpenClBatch implements DeviceBatch {

    private static final int WARM_UP = 20;

    private final GatePlan plan;
    private final DeviceMemory memory;
    private final List<cl_mem> buffers = new ArrayList<>();
    private final int results;
    private final cl_mem ids;
    private final cl_mem weights;
    private final long copied;
    private final cl_mem from;
    private final cl_mem to;
    private final Supplier<cl_event> call;

    /** On a device of the backend's, by id or index. */
    OpenClBatch(String device, GateSpec spec, DType dtype, int numTokens) {
        plan = BackendsHere.forced("opencl:" + device).plan(PlanRequest.of(spec).withLogits(dtype));
        memory = new DeviceMemory(plan.device().description());
        RouterInputs inputs = new RouterInputs(numTokens, spec.numExperts(), dtype);
        cl_mem logits = kept(memory.copyOf(inputs.logits(dtype)));
        cl_mem bias = kept(memory.copyOf(MemorySegment.ofArray(inputs.bias())));
        results = numTokens * spec.topk();
        ids = kept(memory.allocate((long) results * Integer.BYTES));
        weights = kept(memory.allocate((long) results * Float.BYTES));
        copied = DeviceBatch.copiedBytes(spec, dtype, numTokens);
        from = kept(memory.allocate(copied));
        to = kept(memory.allocate(copied));
        OpenClRouting routing = plan.deviceRouting(OpenClRouting.class).orElseThrow();
        call = () -> routing.route(
                memory.queue(),
                numTokens,
                numTokens,
                OpenClArray.of(logits),
                spec.numExperts(),
                OpenClArray.of(bias),
                OpenClArray.of(ids),
                OpenClArray.of(weights));
    }

    private cl_mem kept(cl_mem buffer) {
        buffers.add(buffer);
        return buffer;
    }

    @Override
    public Routing route() {
        CL.clReleaseEvent(call.get());
        Routing routing = new Routing(results);
        memory.read(ids, Pointer.to(routing.ids), (long) results * Integer.BYTES);
        memory.read(weights, Pointer.to(routing.weights), (long) results * Float.BYTES);
        return routing;
    }

    @Override
    public double[] microsOfRouting(int samples) {
        return micros(call, samples);
    }

    @Override
    public double[] microsOfCopy(int samples) {
        return micros(() -> memory.copy(from, to, copied), samples);
    }

    private double[] micros(Supplier<cl_event> command, int samples) {
        double[] times = new double[samples];
        for (int i = -WARM_UP; i < samples; i++) {
            double time = memory.micros(command.get());
            if (i >= 0) {
                times[i] = time;
            }
        }
        return times;
    }

    /**
     * Many calls without a wait between them, in microseconds a call.
     *
     * @param enqueued until they were enqueued
     * @param done until they were done
     */
    record Burst(double enqueued, double done) {}

    Burst burst(int calls) {
        memory.finish();
        List<cl_event> events = new ArrayList<>(calls);
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            events.add(call.get());
        }
        long enqueued = System.nanoTime();
        memory.finish();
        long done = System.nanoTime();
        events.forEach(CL::clReleaseEvent);
        return new Burst((enqueued - start) / 1e3 / calls, (done - start) / 1e3 / calls);
    }

    @Override
    public void close() {
        buffers.forEach(CL::clReleaseMemObject);
        memory.close();
        plan.close();
    }
}
