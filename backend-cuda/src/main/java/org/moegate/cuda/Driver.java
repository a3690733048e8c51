package org.moegate.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.moegate.cuda.javacpp.JavaCppCache;
import org.moegate.kernelbuilds.CutShortLibrary;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;

/**
 * What the driver of this machine offers, or why nothing. Names no type of JavaCPP's, and loads nothing of it where there is no
 * driver: to find that out by JavaCPP costs tenths of a second.
 */
record Driver(Capability availability, List<GateDevice> devices) {

    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    /** The driver's own library. It comes with no toolkit and no Maven artifact. */
    private static final String LIBRARY = WINDOWS ? "nvcuda.dll" : "libcuda.so.1";

    /** Holds the answer, which does not change while the process runs. */
    private static final class Once {
        static final Driver FOUND = look();
    }

    static Driver found() {
        return Once.FOUND;
    }

    private static Driver look() {
        try {
            return ask();
        } catch (LinkageError | IllegalCallerException e) {
            return none(MissingLibrary.reason(e));
        }
    }

    private static Driver ask() {
        Optional<String> cutShort = CutShortLibrary.reason(LIBRARY);
        if (cutShort.isPresent()) {
            return none("the NVIDIA driver's library " + cutShort.get());
        }
        if (!canBeLoaded(LIBRARY)) {
            return none("no NVIDIA driver is installed: its library " + LIBRARY + " was not found; in a container, the"
                    + " NVIDIA container toolkit mounts it (docker run --gpus all)");
        }
        Optional<String> whyNot = JavaCppCache.whyNot().or(ToolkitLibraries::cutShort);
        if (whyNot.isPresent()) {
            return none(whyNot.get());
        }
        CudaDevices found = CudaDevices.found();
        return found.devices().isEmpty()
                ? none(found.reason())
                : new Driver(
                        Capability.yes(),
                        found.devices().stream().map(CudaDevice::gateDevice).toList());
    }

    private static Driver none(String reason) {
        return new Driver(Capability.no(reason), List.of());
    }

    @SuppressWarnings("restricted") // JavaCPP loads it just as well, later
    private static boolean canBeLoaded(String library) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
            return true;
        } catch (IllegalArgumentException e) {
            // how the platform says that the linker does not find it
            return false;
        }
    }
}
