package org.moegate.cuda.emulator;

import java.util.List;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.spi.Grade;

/** The backend's kernels, held to the bits that they give on a GPU. */
public final class EmulatedGpuProvider implements BackendProvider {

    private final LaunchChooser chooser;

    /** Launches kernels as it is told. */
    public EmulatedGpuProvider(LaunchChooser chooser) {
        this.chooser = chooser;
    }

    @Override
    public String name() {
        return "cuda-emulator";
    }

    @Override
    public int priority() {
        return Integer.MIN_VALUE;
    }

    @Override
    public Capability availability() {
        return CppCompiler.availability();
    }

    @Override
    public List<GateDevice> devices() {
        return List.of(new GateDevice("0", "emulated GPU", Grade.BIT_EXACT, ""));
    }

    @Override
    public GateKernel compile(GateDevice device, PlanRequest request) {
        return new EmulatedGpuKernel(request, chooser);
    }
}
