package org.moegate.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.spi.Grade;

/**
 * The backend {@code cpu}, with two devices: {@code vector}, where the module {@code jdk.incubator.vector} is enabled, vectors
 * have 128 bits or more and the JVM compiles them, and {@code scalar}, everywhere. Both give the reference's bits.
 *
 * <p>The system property {@value #VECTOR_BITS} forces the width of the vectors: 128, 256 or 512.
 *
 * <p>The JVM takes a second or two to compile vector code, which is a thousand times slower until then. So the first plan of
 * a kind starts with scalar code, while a daemon thread named {@code moegate-warm-up} has the vector code compiled; it ends
 * by itself. Where the JVM has too little processor time for that, it is tried again as calls go on, and a WARNING says if it
 * was given up for good. The system property {@value #WARM_UP}, set to {@code false}, has vectors run from the first call on.
 */
public final class CpuBackendProvider implements BackendProvider {

    /** The system property that forces the width of the vectors, in bits. */
    public static final String VECTOR_BITS = "moegate.cpu.vectorBits";

    /** The system property that, set to {@code false}, has vector code run before it is compiled. */
    public static final String WARM_UP = "moegate.cpu.warmUp";

    private static final String VECTOR = "vector";
    private static final String SCALAR = "scalar";

    /** A provider; needs no set-up. */
    public CpuBackendProvider() {}

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Capability availability() {
        return VectorSupport.widthProperty();
    }

    @Override
    public List<GateDevice> devices() {
        List<GateDevice> devices = new ArrayList<>();
        Capability vector = VectorSupport.availability();
        String cpu = CpuModel.name();
        if (vector.possible()) {
            String description = cpu + ", " + VectorSupport.bits() + "-bit vectors";
            devices.add(new GateDevice(VECTOR, description, Grade.BIT_EXACT, ""));
        }
        devices.add(new GateDevice(SCALAR, cpu + ", scalar code", Grade.BIT_EXACT, vector.reason()));
        return devices;
    }

    @Override
    public List<String> explain(GateDevice device, PlanRequest request) {
        return device.id().equals(SCALAR)
                ? List.of("scalar: the reference's code, row by row; this device has no other")
                : VectorSupport.explain(request.spec());
    }

    @Override
    public GateKernel compile(GateDevice device, PlanRequest request) {
        GateSpec spec = request.spec();
        Supplier<BlockRouter> scalars =
                () -> new BlockRouter(request, new ScalarRowRouter(spec), WorkShare.ofScalars(spec.numExperts()));
        Supplier<BlockRouter> vectors =
                () -> new BlockRouter(request, VectorSupport.newRouter(spec), WorkShare.ofVectors(spec.numExperts()));
        if (device.id().equals(SCALAR)) {
            return new CpuKernel(request.threads(), () -> new CurrentRouter(scalars, scalars, () -> true));
        }
        if (!Boolean.parseBoolean(System.getProperty(WARM_UP, "true"))) {
            return new CpuKernel(request.threads(), () -> new CurrentRouter(scalars, vectors, () -> true));
        }
        Attempts warmUp = VectorWarmUp.of(spec);
        return new CpuKernel(request.threads(), () -> new CurrentRouter(scalars, vectors, warmUp::haveSucceeded));
    }
}
