package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moegate.BackendUnavailableException;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.cpu.vector.VectorBits;
import org.moegate.spi.GateDevice;

@DisplayName("the CPU backend's provider")
class CpuBackendProviderTest {

    private static final PlanRequest REQUEST =
            PlanRequest.of(GateSpec.builder(64, 6).build());

    /** Set by GraalVM in native images. */
    private static final String IMAGE_CODE = "org.graalvm.nativeimage.imagecode";

    private String forcedWidth = "";

    @BeforeEach
    void rememberForcedWidth() {
        forcedWidth = System.getProperty(CpuBackendProvider.VECTOR_BITS, "");
    }

    @AfterEach
    void restoreForcedWidth() {
        if (forcedWidth.isEmpty()) {
            System.clearProperty(CpuBackendProvider.VECTOR_BITS);
        } else {
            System.setProperty(CpuBackendProvider.VECTOR_BITS, forcedWidth);
        }
    }

    @Test
    @DisplayName("is found through its service file")
    void isFoundByServiceLoader() {
        assertEquals("cpu", Backends.discover().select(REQUEST).backend());
    }

    @Test
    @DisplayName("is found beside the API where the thread's class loader sees neither")
    void isFoundWithoutContextClassLoader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertEquals("cpu", Backends.discover().select(REQUEST).backend());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    @DisplayName("chooses vectors before scalar code, and says how wide they are")
    void vectorsComeFirst() {
        GateDevice device = Backends.discover().select(REQUEST).device();
        assertEquals("vector", device.id());
        assertTrue(device.description().endsWith(VectorBits.inUse() + "-bit vectors"), device.description());
    }

    @Test
    @Tag("every-width")
    @DisplayName("uses the width that the property forces")
    void widthIsForced() {
        int forced = Integer.getInteger(CpuBackendProvider.VECTOR_BITS, VectorBits.widest());
        assertEquals(forced, VectorBits.inUse());
    }

    @Test
    @DisplayName("runs scalar code where that is asked for")
    void scalarCanBeForced() {
        try (GatePlan plan = Backends.builder()
                .provider(new CpuBackendProvider())
                .force("cpu:scalar")
                .build()
                .plan(REQUEST)) {
            assertEquals("scalar", plan.device().id());
        }
    }

    @Test
    @Tag("every-width")
    @DisplayName("explains which code runs for a batch, and why")
    void explains() {
        CpuBackendProvider provider = new CpuBackendProvider();
        GateDevice vector = provider.devices().getFirst();
        boolean registersHoldSixteen = VectorBits.inUse() == 512;
        assertEquals(
                registersHoldSixteen
                        ? List.of(
                                "up to 6 tokens: wide: a row across all lanes; lanes would be left empty",
                                "from 7 tokens: lanes: a row in each of 16 lanes, the last few as above;"
                                        + " vectors have 512 bits, num_experts = 64 (at most 512),"
                                        + " routed topk = 6 (at most 8)")
                        : List.of("wide: a row across all lanes; not lanes, as vectors have " + VectorBits.inUse()
                                + " bits (must have 512)"),
                provider.explain(vector, REQUEST));
        Map<GateSpec, String> misfits = Map.of(
                GateSpec.builder(64, 9).build(), "routed topk = 9 (at most 8)",
                GateSpec.builder(513, 6).build(), "num_experts = 513 (at most 512)",
                GateSpec.builder(64, 6).numExpertGroup(8).topkGroup(4).build(),
                        "groups of 8 (must be a multiple of 16)",
                GateSpec.builder(256, 6).numExpertGroup(16).topkGroup(9).build(), "topk_group = 9 (at most 8)");
        misfits.forEach((spec, misfit) -> assertEquals(
                registersHoldSixteen,
                provider.explain(vector, PlanRequest.of(spec))
                        .equals(List.of("wide: a row across all lanes; not lanes, as " + misfit)),
                misfit));
        assertEquals(
                List.of("scalar: the reference's code, row by row; this device has no other"),
                provider.explain(provider.devices().getLast(), REQUEST));
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(strings = {"1024", "wide", ""})
    @DisplayName("cannot run with a width that does not exist, and says which do")
    void impossibleWidthIsRefused(String bits) {
        System.setProperty(CpuBackendProvider.VECTOR_BITS, bits);
        Backends backends = Backends.builder()
                .provider(new CpuBackendProvider())
                .force("cpu")
                .build();
        var refusal = assertThrows(BackendUnavailableException.class, backends::select);
        assertEquals(
                "backend \"cpu\", forced by the caller, cannot run: system property moegate.cpu.vectorBits = " + bits
                        + ": must be 128, 256 or 512",
                refusal.getMessage());
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {128, 256, 512})
    @DisplayName("can run with a width up to the CPU's, and says how wide that is where more is asked for")
    void widthIsHeldAgainstTheCpu(int bits) {
        System.setProperty(CpuBackendProvider.VECTOR_BITS, String.valueOf(bits));
        int widest = VectorBits.widest();
        assertEquals(
                bits <= widest
                        ? ""
                        : "system property moegate.cpu.vectorBits = " + bits + ": this CPU's vectors are " + widest
                                + " bits wide at most",
                new CpuBackendProvider().availability().reason());
    }

    @Test
    @Tag("without-vectors")
    @DisplayName("names the flag that is missing where the vector module is off")
    void missingFlagIsNamed() {
        GateDevice device = new CpuBackendProvider().devices().getLast();
        assertEquals("scalar", device.id());
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        assertEquals(
                vectors ? "" : "vectors are off: start java with --add-modules jdk.incubator.vector", device.caveat());
        assertEquals(vectors ? 2 : 1, new CpuBackendProvider().devices().size());
    }

    @Test
    @Tag("without-vectors")
    @DisplayName("names the module that is missing in a native image, which has no flags of java")
    void missingModuleIsNamedInNativeImages() {
        System.setProperty(IMAGE_CODE, "runtime");
        try {
            boolean vectors =
                    ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
            assertEquals(
                    vectors
                            ? ""
                            : "vectors are off: this native image was built without the module jdk.incubator.vector",
                    new CpuBackendProvider().devices().getLast().caveat());
        } finally {
            System.clearProperty(IMAGE_CODE);
        }
    }
}
