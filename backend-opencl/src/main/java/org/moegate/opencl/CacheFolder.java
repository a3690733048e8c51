package org.moegate.opencl;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a user's programs are kept: as told, or in the folder that the operating system has for such things. */
final class CacheFolder {

    private CacheFolder() {}

    /**
     * The folder.
     *
     * @param setting a path, {@code off}, or empty to leave the choice to the system
     * @return null where nothing is to be kept, or where no folder can be told
     */
    static @Nullable Path of(String setting, String osName, String home, Map<String, String> environment) {
        if (setting.equals("off")) {
            return null;
        }
        try {
            if (!setting.isEmpty()) {
                return Path.of(setting);
            }
            @Nullable Path caches = systemFolder(osName.toLowerCase(Locale.ROOT), home, environment);
            return caches == null || !caches.isAbsolute()
                    ? null
                    : caches.resolve("moegate").resolve("opencl");
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    OpenClBackendProvider.CACHE + " = " + setting + ": must be a path or off", e);
        }
    }

    private static @Nullable Path systemFolder(String osName, String home, Map<String, String> environment) {
        if (osName.startsWith("windows")) {
            @Nullable String local = environment.get("LOCALAPPDATA");
            return local == null ? null : Path.of(local);
        }
        if (osName.startsWith("mac")) {
            return Path.of(home, "Library", "Caches");
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        return xdg.isEmpty() ? Path.of(home, ".cache") : Path.of(xdg);
    }
}
