package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
    private final String cache = System.getProperty(OpenClBackendProvider.CACHE, "");

    @AfterEach
    void restore() {
        System.setProperty(OpenClBackendProvider.CACHE, cache);
        System.clearProperty(OpenClBackendProvider.SPECIALISED_LIMIT);
    }

    @Test
    @DisplayName("unless told, keep programs in a folder named opencl, and 64 kernels")
    void unlessTold() {
        System.clearProperty(OpenClBackendProvider.CACHE);
        assertEquals(64, Settings.read().specialisedLimit());
        assertTrue(Objects.requireNonNull(Settings.read().cacheFolder()).endsWith("moegate/opencl"));
    }

    @Test
    @DisplayName("follow their properties")
    void properties() {
        System.setProperty(OpenClBackendProvider.CACHE, "some/folder");
        System.setProperty(OpenClBackendProvider.SPECIALISED_LIMIT, " 0 ");
        assertEquals(new Settings(Path.of("some/folder"), 0), Settings.read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "many", "12345678901"})
    @DisplayName("that are wrong are the reason why the backend cannot run")
    void wrongLimit(String value) {
        System.setProperty(OpenClBackendProvider.SPECIALISED_LIMIT, value);
        OpenClBackendProvider provider = new OpenClBackendProvider();
        String reason = provider.availability().reason();
        assertTrue(reason.startsWith("moegate.opencl.specialisedLimit = " + value + ": must be"), reason);
        assertTrue(provider.devices().isEmpty());
    }
}
