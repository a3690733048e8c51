package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the settings")
class SettingsTest {

    @AfterEach
    void clear() {
        System.clearProperty(OpenClBackendProvider.CACHE);
        System.clearProperty(OpenClBackendProvider.SPECIALISED_LIMIT);
    }

    @Test
    @DisplayName("unless told, keep programs in the system's folder for caches and 64 kernels")
    void defaults() {
        assertEquals(64, Settings.read().specialisedLimit());
        assertEquals(Path.of("/home/me/.cache/moegate/opencl"), CacheFolder.of("", "Linux", "/home/me", Map.of()));
        assertEquals(
                Path.of("/caches/moegate/opencl"),
                CacheFolder.of("", "Linux", "/home/me", Map.of("XDG_CACHE_HOME", "/caches")));
        assertEquals(
                Path.of("/Users/me/Library/Caches/moegate/opencl"),
                CacheFolder.of("", "Mac OS X", "/Users/me", Map.of()));
        assertEquals(
                Path.of("/local/moegate/opencl"),
                CacheFolder.of("", "Windows 11", "C:\\Users\\me", Map.of("LOCALAPPDATA", "/local")));
    }

    @Test
    @DisplayName("keep programs nowhere where that is told, or where no folder can be told")
    void noFolder() {
        assertNull(CacheFolder.of("off", "Linux", "/home/me", Map.of()));
        assertNull(CacheFolder.of("", "Windows 11", "C:\\Users\\me", Map.of()));
        // a home that Java does not know is "?"
        assertNull(CacheFolder.of("", "Linux", "?", Map.of()));
        assertNull(CacheFolder.of("", "Linux", "/home/me", Map.of("XDG_CACHE_HOME", "relative")));
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
