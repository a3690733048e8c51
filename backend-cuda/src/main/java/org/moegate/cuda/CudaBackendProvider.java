package org.moegate.cuda;

import java.util.List;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;

/**
 * The backend {@code cuda}: every NVIDIA GPU of compute capability 7.5 or later, bit-exact on all.
 *
 * <p>A gate gets a kernel built for it alone, which takes NVRTC a tenth of a second or two. Programs are kept on disk, and the
 * next process loads them in milliseconds. A process that asks for more gates than {@value #SPECIALISED_LIMIT} says, 64 unless
 * told, gets one kernel that routes any gate for the rest.
 *
 * <p>The system property {@value #CACHE} names another folder for programs, or {@code off}. Unless told, it is
 * {@code moegate/cuda} in the user's folder for caches.
 */
public final class CudaBackendProvider implements BackendProvider {

    /** The system property for the folder of built programs, or {@code off}. */
    public static final String CACHE = "moegate.cuda.cache";

    /** The system property for how many gates of a process get a kernel of their own; 0 for none. */
    public static final String SPECIALISED_LIMIT = "moegate.cuda.specialisedLimit";

    /**
     * The system property that, set to {@code true}, has plans come into being without waiting for NVRTC: the kernel for any gate
     * routes until those of the gate are compiled. A CUDA graph keeps the kernels that it captured.
     */
    public static final String BACKGROUND = "moegate.cuda.background";

    /** Before OpenCL, which runs on the same GPUs. */
    private static final int PRIORITY = 100;

    /** A provider; needs no set-up. */
    public CudaBackendProvider() {}

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Capability availability() {
        try {
            Settings.read();
        } catch (IllegalArgumentException e) {
            return Capability.no(String.valueOf(e.getMessage()));
        }
        return Driver.found().availability();
    }

    @Override
    public List<GateDevice> devices() {
        return availability().possible() ? Driver.found().devices() : List.of();
    }

    @Override
    public Capability supports(GateDevice device, PlanRequest request) {
        return KernelTable.supports(deviceOf(device).facts(), request);
    }

    @Override
    public List<String> explain(GateDevice device, PlanRequest request) {
        return Explanation.of(
                deviceOf(device).facts(), request.spec(), Settings.read().specialisedLimit());
    }

    @Override
    public GateKernel compile(GateDevice device, PlanRequest request) {
        return new CudaKernel(deviceOf(device), request, Settings.read());
    }

    private CudaDevice deviceOf(GateDevice device) {
        // names no class of JavaCPP's where there is no driver
        if (!devices().contains(device)) {
            throw new IllegalArgumentException("device = " + device + ": is none of " + devices());
        }
        return CudaDevices.found().devices().stream()
                .filter(candidate -> candidate.gateDevice().equals(device))
                .findFirst()
                .orElseThrow();
    }
}
