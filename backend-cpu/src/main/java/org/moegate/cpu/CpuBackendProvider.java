package org.moegate.cpu;

import java.util.ArrayList;
import java.util.List;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.spi.Grade;

/**
 * The backend {@code cpu}, with two devices: {@code vector}, where the module {@code jdk.incubator.vector} is enabled, and
 * {@code scalar}, everywhere. Both give the reference's bits.
 *
 * <p>The system property {@value #VECTOR_BITS} forces the width of the vectors: 128, 256 or 512.
 */
public final class CpuBackendProvider implements BackendProvider {

    /** The system property that forces the width of the vectors, in bits. */
    public static final String VECTOR_BITS = "moegate.cpu.vectorBits";

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
    public GateKernel compile(GateDevice device, PlanRequest request) {
        int numExperts = request.spec().numExperts();
        return device.id().equals(VECTOR)
                ? new CpuKernel(request, VectorSupport::newRouter, WorkShare.ofVectors(numExperts))
                : new CpuKernel(request, ScalarRowRouter::new, WorkShare.ofScalars(numExperts));
    }
}
