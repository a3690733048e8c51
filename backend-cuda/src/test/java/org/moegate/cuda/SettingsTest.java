package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the settings")
class SettingsTest {

    /** What the build has told all tests. */
    private final String cache = System.getProperty(CudaBackendProvider.CACHE, "");

    @AfterEach
    void restore() {
        System.setProperty(CudaBackendProvider.CACHE, cache);
        System.clearProperty(CudaBackendProvider.SPECIALISED_LIMIT);
        System.clearProperty(CudaBackendProvider.BACKGROUND);
    }

    @Test
    @DisplayName("unless told, keep programs in a folder named cuda, and 64 kernels")
    void unlessTold() {
        System.clearProperty(CudaBackendProvider.CACHE);
        assertEquals(64, Settings.read().specialisedLimit());
        assertTrue(Objects.requireNonNull(Settings.read().cacheFolder()).endsWith("moegate/cuda"));
    }

    @Test
    @DisplayName("follow their properties")
    void properties() {
        System.setProperty(CudaBackendProvider.CACHE, "some/folder");
        System.setProperty(CudaBackendProvider.SPECIALISED_LIMIT, " 0 ");
        System.setProperty(CudaBackendProvider.BACKGROUND, "true");
        assertEquals(new Settings(Path.of("some/folder"), 0, true), Settings.read());
        System.setProperty(CudaBackendProvider.CACHE, "off");
        assertNull(Settings.read().cacheFolder());
    }

    private static void assertReason(String start) {
        CudaBackendProvider provider = new CudaBackendProvider();
        String reason = provider.availability().reason();
        assertTrue(reason.startsWith(start), reason);
        assertTrue(provider.devices().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "many", "12345678901"})
    @DisplayName("that are no numbers are the reason why the backend cannot run")
    void wrongLimit(String value) {
        System.setProperty(CudaBackendProvider.SPECIALISED_LIMIT, value);
        assertReason("moegate.cuda.specialisedLimit = " + value + ": must be a whole number, 0 or more");
    }

    @Test
    @DisplayName("that are neither true nor false are the reason why the backend cannot run")
    void wrongBackground() {
        System.setProperty(CudaBackendProvider.BACKGROUND, "yes");
        assertReason("moegate.cuda.background = yes: must be true or false");
    }

    @Test
    @DisplayName("that are no paths are the reason why the backend cannot run")
    void wrongCache() {
        System.setProperty(CudaBackendProvider.CACHE, "\0");
        assertReason("moegate.cuda.cache = \0: must be a path or off");
    }
}
