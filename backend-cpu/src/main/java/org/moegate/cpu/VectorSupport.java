package org.moegate.cpu;

import java.lang.module.ModuleFinder;
import java.util.List;
import org.moegate.GateSpec;
import org.moegate.cpu.vector.VectorBits;
import org.moegate.cpu.vector.VectorRowRouter;
import org.moegate.spi.Capability;

/** Whether the vector module can be used, found out without touching any of its types. */
final class VectorSupport {

    private static final String MODULE = "jdk.incubator.vector";

    /** Set by GraalVM in native images, which know of no modules but their own. */
    private static final String NATIVE_IMAGE = "org.graalvm.nativeimage.imagecode";

    private VectorSupport() {}

    static Capability availability() {
        if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
            return Capability.yes();
        }
        if (System.getProperty(NATIVE_IMAGE) != null) {
            return Capability.no("vectors are off: this native image was built without the module " + MODULE);
        }
        return Capability.no(
                ModuleFinder.ofSystem().find(MODULE).isPresent()
                        ? "vectors are off: start java with --add-modules " + MODULE
                        : "vectors are off: this Java runtime was linked without the module " + MODULE);
    }

    /** A forced width that cannot be had is a reason not to run, never a silent change. */
    static Capability widthProperty() {
        String forced = System.getProperty(CpuBackendProvider.VECTOR_BITS);
        if (forced == null) {
            return Capability.yes();
        }
        String given = "system property " + CpuBackendProvider.VECTOR_BITS + " = " + forced + ": ";
        if (!forced.matches("128|256|512")) {
            return Capability.no(given + "must be 128, 256 or 512");
        }
        Capability module = availability();
        if (!module.possible()) {
            return Capability.no(given + module.reason());
        }
        int widest = VectorBits.widest();
        return Integer.parseInt(forced) <= widest
                ? Capability.yes()
                : Capability.no(given + "this CPU's vectors are " + widest + " bits wide at most");
    }

    static int bits() {
        return VectorBits.inUse();
    }

    static boolean runsInLanes(GateSpec spec) {
        return VectorRowRouter.runsInLanes(spec);
    }

    static int rankingOf(GateSpec spec) {
        return VectorRowRouter.rankingOf(spec.numRoutedTopk());
    }

    static List<String> explain(GateSpec spec) {
        return VectorRowRouter.explain(spec);
    }

    static VectorRowRouter newRouter(GateSpec spec) {
        return new VectorRowRouter(spec);
    }
}
