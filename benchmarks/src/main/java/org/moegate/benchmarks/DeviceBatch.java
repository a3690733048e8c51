package org.moegate.benchmarks;

import java.util.Set;
import org.moegate.DType;
import org.moegate.GateSpec;

/** A batch that lies on a device: routed there, beside a copy of the same bytes. Closing it frees the memory. */
interface DeviceBatch extends AutoCloseable {

    /** The backends whose memory there is an implementation for. */
    Set<String> BACKENDS = Set.of("cuda", "opencl");

    /**
     * A batch on a device of a backend.
     *
     * @param backend one of {@link #BACKENDS}
     * @param device its device's index
     */
    static DeviceBatch of(String backend, int device, GateSpec spec, DType dtype, int numTokens) {
        return switch (backend) {
            case "cuda" -> new CudaBatch(device, spec, dtype, numTokens);
            case "opencl" -> new OpenClBatch("" + device, spec, dtype, numTokens);
            default -> throw new IllegalArgumentException("backend = " + backend + ": must be one of " + BACKENDS);
        };
    }

    /** Bytes of a copy, which reads and writes them: half of what the gate reads as logits and writes as results. */
    static long copiedBytes(GateSpec spec, DType dtype, int numTokens) {
        long read = (long) numTokens * spec.numExperts() * dtype.byteSize();
        long written = 2L * numTokens * spec.topk() * Integer.BYTES;
        return (read + written) / 2;
    }

    /** Routes once and fetches the results. */
    Routing route();

    /** Microseconds of the device for one routing, by its own clock, so many times. */
    double[] microsOfRouting(int samples);

    /** Microseconds of the device for one copy of {@link #copiedBytes}, so many times. */
    double[] microsOfCopy(int samples);

    @Override
    void close();
}
