package org.moegate.opencl;

import java.util.List;
import java.util.function.UnaryOperator;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.BinaryCache;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;

/**
 * The backend {@code opencl}: every OpenCL 1.2 device of every driver on this machine, GPUs first. A device that rounds
 * float32 as IEEE 754 has it is bit-exact; another one is conformant, and its caveat says what it lacks.
 *
 * <p>A gate gets a kernel built for it alone, which takes the driver a tenth of a second or a few. Programs are kept on disk,
 * and the next process loads them in a few hundredths. A process that asks for more gates than {@value #SPECIALISED_LIMIT}
 * says, 64 unless told, gets one kernel that routes any gate for the rest.
 *
 * <p>The system property {@value #CACHE} names another folder for programs, or {@code off}. Unless told, it is
 * {@code moegate/opencl} in the user's folder for caches.
 */
public final class OpenClBackendProvider implements BackendProvider {

    /** The system property for the folder of built programs, or {@code off}. */
    public static final String CACHE = "moegate.opencl.cache";

    /** The system property for how many gates of a process get a kernel of their own; 0 for none. */
    public static final String SPECIALISED_LIMIT = "moegate.opencl.specialisedLimit";

    private static final int PRIORITY_OF_GPUS = 50;

    /** On a CPU, the backend made for CPUs goes first. */
    private static final int PRIORITY_OF_OTHERS = -50;

    private final UnaryOperator<DeviceFacts> view;

    /** A provider; needs no set-up. */
    public OpenClBackendProvider() {
        this(UnaryOperator.identity());
    }

    /** Takes devices for others, so that tests reach the kernels of devices that are not at hand. */
    OpenClBackendProvider(UnaryOperator<DeviceFacts> view) {
        this.view = view;
    }

    @Override
    public String name() {
        return "opencl";
    }

    /** Above the CPU backend where there is a GPU, below it otherwise. */
    @Override
    public int priority() {
        return Drivers.found().haveGpu() ? PRIORITY_OF_GPUS : PRIORITY_OF_OTHERS;
    }

    @Override
    public Capability availability() {
        try {
            Settings.read();
        } catch (IllegalArgumentException e) {
            return Capability.no(String.valueOf(e.getMessage()));
        }
        return Drivers.found().availability();
    }

    @Override
    public List<GateDevice> devices() {
        return availability().possible() ? Drivers.found().devices() : List.of();
    }

    @Override
    public Capability supports(GateDevice device, PlanRequest request) {
        return KernelTable.supports(deviceOf(device).facts(), request);
    }

    @Override
    public List<String> explain(GateDevice device, PlanRequest request) {
        return List.of(Explanation.of(
                deviceOf(device).facts(), request.spec(), Settings.read().specialisedLimit()));
    }

    @Override
    public GateKernel compile(GateDevice device, PlanRequest request) {
        Settings settings = Settings.read();
        return new OpenClKernel(
                deviceOf(device), new BinaryCache(settings.cacheFolder()), request, settings.specialisedLimit());
    }

    private OpenClDevice deviceOf(GateDevice device) {
        return OpenClDevices.found().devices().stream()
                .filter(candidate -> candidate.gateDevice().equals(device))
                .findFirst()
                .map(found -> found.viewedAs(view))
                .orElseThrow(() -> new IllegalArgumentException("device = " + device + ": is none of " + devices()));
    }
}
