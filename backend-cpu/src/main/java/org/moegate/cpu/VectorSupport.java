package org.moegate.cpu;

import java.lang.module.ModuleFinder;
import java.util.List;
import org.moegate.GateSpec;
import org.moegate.cpu.vector.VectorBits;
import org.moegate.cpu.vector.VectorRowRouter;
import org.moegate.spi.Capability;

/** Whether vectors can be used and are worth it, found out without touching any of their types but the one that knows the width. */
final class VectorSupport {

    private static final String MODULE = "jdk.incubator.vector";

    /** Set by GraalVM in native images, which know of no modules but their own. */
    private static final String NATIVE_IMAGE = "org.graalvm.nativeimage.imagecode";

    private static final String OFF = "vectors are off: ";

    /** All that the code is written and tested for; bfloat16 needs half of it for its own vectors. */
    private static final int NARROWEST = 128;

    private VectorSupport() {}

    static Capability availability() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Capability.no(OFF + missingModule());
        }
        String compiler = missingCompiler(System.getProperty("java.vm.info", ""));
        if (!compiler.isEmpty()) {
            return Capability.no(OFF + compiler);
        }
        int widest = VectorBits.widest();
        return widest >= NARROWEST
                ? Capability.yes()
                : Capability.no(OFF + "this JVM's are " + widest + " bits wide at most, the code needs " + NARROWEST
                        + "; leave out -XX:MaxVectorSize and flags that take instructions away");
    }

    private static String missingModule() {
        if (System.getProperty(NATIVE_IMAGE) != null) {
            return "this native image was built without the module " + MODULE;
        }
        return ModuleFinder.ofSystem().find(MODULE).isPresent()
                ? "start java with --add-modules " + MODULE
                : "this Java runtime was linked without the module " + MODULE;
    }

    /**
     * Only the JVM's optimising compiler turns vector code into vector instructions. Without it a row of 256 experts takes 40
     * times as long as with scalar code, and 130 times where nothing is compiled at all. The JVM says so in a property;
     * where flags keep the compiler away in ways that do not show there, the warm-up finds out.
     */
    private static String missingCompiler(String vmInfo) {
        if (vmInfo.contains("interpreted mode")) {
            return "this JVM compiles nothing; leave out -Xint";
        }
        return vmInfo.contains("emulated-client")
                ? "this JVM does without its optimising compiler, C2; leave out -XX:TieredStopAtLevel=1"
                        + " and -XX:CompilationMode=quick-only"
                : "";
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
