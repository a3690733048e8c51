package org.moegate.opencl;

import java.util.List;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;

/** What the drivers of this machine offer, or why nothing. Names no type of JOCL's, so that it loads where JOCL does not. */
record Drivers(Capability availability, List<GateDevice> devices, boolean haveGpu) {

    /** JOCL's words where its own library is loaded and OpenCL's is not there. */
    private static final String NO_LOADER = "Implementation library could not be loaded";

    /** Holds the answer, which does not change while the process runs. */
    private static final class Once {
        static final Drivers FOUND = look();
    }

    static Drivers found() {
        return Once.FOUND;
    }

    private static Drivers look() {
        try {
            OpenClDevices found = OpenClDevices.found();
            if (found.devices().isEmpty()) {
                return none(found.reason());
            }
            return new Drivers(
                    Capability.yes(),
                    found.devices().stream().map(OpenClDevice::gateDevice).toList(),
                    found.devices().getFirst().facts().kind() == DeviceFacts.Kind.GPU);
        } catch (LinkageError e) {
            return none(reason(e));
        }
    }

    private static Drivers none(String reason) {
        return new Drivers(Capability.no(reason), List.of(), false);
    }

    static String reason(LinkageError e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains(NO_LOADER)) {
            return "no OpenCL loader is installed: the library OpenCL (libOpenCL.so.1 on Linux) was not found; it comes with a"
                    + " GPU's driver, or as a package (Debian: ocl-icd-libopencl1, and pocl-opencl-icd to run on the CPU)";
        }
        return "JOCL's native library cannot be loaded: "
                + message.lines().findFirst().orElse("no reason given");
    }
}
