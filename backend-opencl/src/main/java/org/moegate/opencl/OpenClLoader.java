package org.moegate.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.moegate.kernelbuilds.CutShortLibrary;

/**
 * OpenCL's loader, the system's library that finds the drivers. It is looked for before JOCL is touched: JOCL's own library writes
 * a line to stdout for each name under which it does not find it.
 */
final class OpenClLoader {

    private OpenClLoader() {}

    /** Why JOCL would not find it, or would say so on stdout; empty where it finds it at once. */
    static String whyNot(String osName) {
        List<String> names = names(osName.toLowerCase(Locale.ROOT));
        Optional<String> cutShort = names.stream()
                .flatMap(name -> CutShortLibrary.reason(name).stream())
                .findFirst();
        if (cutShort.isPresent()) {
            return "OpenCL's loader " + cutShort.get();
        }
        if (names.stream().noneMatch(OpenClLoader::canBeLoaded)) {
            return "no OpenCL loader is installed: the library OpenCL (libOpenCL.so.1 on Linux) was not found; it comes with a"
                    + " GPU's driver, or as a package (Debian: ocl-icd-libopencl1, and pocl-opencl-icd to run on the CPU)";
        }
        // one that has this name inside is found by it once it is loaded under another
        String first = names.getFirst();
        return canBeLoaded(first)
                ? ""
                : "OpenCL's loader is there as " + names.getLast() + " alone: it needs a link named " + first
                        + " beside it";
    }

    /** In JOCL's order. */
    private static List<String> names(String osName) {
        if (osName.startsWith("windows")) {
            return List.of("OpenCL.dll");
        }
        return osName.startsWith("mac")
                ? List.of("/System/Library/Frameworks/OpenCL.framework/Versions/Current/OpenCL", "libOpenCL.dylib")
                : List.of("libOpenCL.so.1", "libOpenCL.so");
    }

    /** Keeps it loaded, as JOCL does. */
    @SuppressWarnings("restricted") // JOCL loads it just as well, later
    private static boolean canBeLoaded(String name) {
        try {
            SymbolLookup.libraryLookup(name, Arena.global());
            return true;
        } catch (IllegalArgumentException e) {
            // how the platform says that the linker does not find it, or cannot use what it finds
            return false;
        }
    }
}
