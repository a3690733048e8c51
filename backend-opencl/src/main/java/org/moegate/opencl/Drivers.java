package org.moegate.opencl;

import java.util.List;
import java.util.Optional;
import org.moegate.kernelbuilds.NativeAccess;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;

/** What the drivers of this machine offer, or why nothing. Names no type of JOCL's, so that it loads where JOCL does not. */
record Drivers(Capability availability, List<GateDevice> devices, boolean haveGpu) {

    /** Holds the answer, which does not change while the process runs. */
    private static final class Once {
        static final Drivers FOUND = look();
    }

    static Drivers found() {
        return Once.FOUND;
    }

    private static Drivers look() {
        try {
            return ask();
        } catch (LinkageError | IllegalCallerException e) {
            return none(reason(e));
        }
    }

    private static Drivers ask() {
        String noLoader = OpenClLoader.whyNot(System.getProperty("os.name", ""));
        if (!noLoader.isEmpty()) {
            return none(noLoader);
        }
        Optional<String> cutShort = DriverFiles.cutShort();
        if (cutShort.isPresent()) {
            return none(cutShort.get());
        }
        OpenClDevices found = OpenClDevices.found();
        if (found.devices().isEmpty()) {
            return none(found.reason());
        }
        return new Drivers(
                Capability.yes(),
                found.devices().stream().map(OpenClDevice::gateDevice).toList(),
                found.devices().getFirst().facts().kind() == DeviceFacts.Kind.GPU);
    }

    private static Drivers none(String reason) {
        return new Drivers(Capability.no(reason), List.of(), false);
    }

    static String reason(Throwable e) {
        return NativeAccess.denied(e, "jocl,org.moegate.opencl")
                .orElseGet(() -> "JOCL's native library cannot be loaded: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"));
    }
}
