package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
