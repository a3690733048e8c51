package org.moegate.benchmarks;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.cuda.CudaRouting;

/** A batch on an NVIDIA GPU. A sample is a graph of many commands, as engines run them, so that launches do not count. */
final class CudaBatch implements DeviceBatch {

    private final GatePlan plan;
    private final CudaMemory memory;
    private final int results;
    private final long ids;
    private final long weights;
    private final long copied;
    private final long from;
    private final long to;
    private final Runnable call;

    CudaBatch(int device, GateSpec spec, DType dtype, int numTokens) {
        plan = BackendsHere.forced("cuda:" + device).plan(PlanRequest.of(spec).withLogits(dtype));
        memory = new CudaMemory(device);
        RouterInputs inputs = new RouterInputs(numTokens, spec.numExperts(), dtype);
        long logits = memory.copyOf(inputs.logits(dtype));
        long bias = memory.copyOf(MemorySegment.ofArray(inputs.bias()));
        results = numTokens * spec.topk();
        ids = memory.allocate((long) results * Integer.BYTES);
        weights = memory.allocate((long) results * Float.BYTES);
        copied = DeviceBatch.copiedBytes(spec, dtype, numTokens);
        from = memory.allocate(copied);
        to = memory.allocate(copied);
        CudaRouting routing = plan.deviceRouting(CudaRouting.class).orElseThrow();
        call = () ->
                routing.route(memory.stream(), numTokens, numTokens, logits, spec.numExperts(), bias, ids, weights);
    }

    @Override
    public Routing route() {
        call.run();
        memory.finish();
        Routing routing = new Routing(results);
        contents(ids).asIntBuffer().get(routing.ids);
        contents(weights).asFloatBuffer().get(routing.weights);
        return routing;
    }

    GatePlan plan() {
        return plan;
    }

    CudaMemory memory() {
        return memory;
    }

    /** Address of what {@link #route} chose. */
    long ids() {
        return ids;
    }

    /** Address of what {@link #route} made of it. */
    long weights() {
        return weights;
    }

    private ByteBuffer contents(long address) {
        return ByteBuffer.wrap(memory.contents(address, results * Integer.BYTES))
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public double[] microsOfRouting(int samples) {
        return memory.microsInGraph(call, samples);
    }

    @Override
    public double[] microsOfCopy(int samples) {
        return memory.microsInGraph(() -> memory.copy(from, to, copied), samples);
    }

    /** One routing between two events, with what starting it takes: what OpenCL, which knows no graphs, can be compared with. */
    double[] microsByEvents(int samples) {
        return memory.microsByEvents(call, samples);
    }

    /** Microseconds of the CPU for a call that finds room in the stream, so that it does not wait for the GPU. */
    double[] microsOfCpu(int samples) {
        double[] times = new double[samples];
        for (int i = 0; i < samples; i++) {
            if (i % 10 == 0) {
                memory.finish();
            }
            long start = System.nanoTime();
            call.run();
            times[i] = (System.nanoTime() - start) / 1e3;
        }
        memory.finish();
        return times;
    }

    @Override
    public void close() {
        memory.close();
        plan.close();
    }
}
