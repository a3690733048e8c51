package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the folder of programs")
class CacheFolderTest {

    private static final String PROPERTY = "moegate.abacus.cache";

    @AfterEach
    void clear() {
        System.clearProperty(PROPERTY);
    }

    private static @Nullable Path folder(String osName, String home, Map<String, String> environment) {
        return new CacheFolder(osName, home, environment).of(PROPERTY, "", "abacus");
    }

    @Test
    @DisplayName("unless told, lies in the system's folder for caches")
    void systemFolder() {
        assertEquals(Path.of("/home/me/.cache/moegate/abacus"), folder("Linux", "/home/me", Map.of()));
        assertEquals(
                Path.of("/caches/moegate/abacus"), folder("Linux", "/home/me", Map.of("XDG_CACHE_HOME", "/caches")));
        assertEquals(Path.of("/Users/me/Library/Caches/moegate/abacus"), folder("Mac OS X", "/Users/me", Map.of()));
        assertEquals(
                Path.of("/local/moegate/abacus"),
                folder("Windows 11", "C:\\Users\\me", Map.of("LOCALAPPDATA", "/local")));
    }

    @Test
    @DisplayName("is none where the system's cannot be told")
    void noSystemFolder() {
        assertNull(folder("Windows 11", "C:\\Users\\me", Map.of()));
        // a home that Java does not know is "?"
        assertNull(folder("Linux", "?", Map.of()));
        assertNull(folder("Linux", "/home/me", Map.of("XDG_CACHE_HOME", "relative")));
    }

    @Test
    @DisplayName("follows its property, which may turn it off")
    void property() {
        System.setProperty(PROPERTY, " some/folder ");
        assertEquals(Path.of("some/folder"), CacheFolder.read(PROPERTY, "abacus"));
        System.setProperty(PROPERTY, "off");
        assertNull(CacheFolder.read(PROPERTY, "abacus"));
    }

    @Test
    @DisplayName("that is no path is refused by the property's name")
    void noPath() {
        System.setProperty(PROPERTY, "\0");
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> CacheFolder.read(PROPERTY, "abacus"));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith("moegate.abacus.cache = "), message);
        assertTrue(message.endsWith(": must be a path or off"), message);
    }
}
