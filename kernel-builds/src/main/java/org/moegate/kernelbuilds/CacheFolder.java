package org.moegate.kernelbuilds;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a user's programs are kept: as told, or in the folder that the operating system has for such things. */
public final class CacheFolder {

    private final String osName;
    private final String home;
    private final Map<String, String> environment;

    CacheFolder(String osName, String home, Map<String, String> environment) {
        this.osName = osName.toLowerCase(Locale.ROOT);
        this.home = home;
        this.environment = environment;
    }

    /**
     * Reads the setting: a path, {@code off}, or nothing, which leaves the choice to the system.
     *
     * @param property the system property's name
     * @param backend whose programs they are; the name of their folder among the system's
     * @return null where nothing is to be kept, or where no folder can be told
     * @throws IllegalArgumentException naming the property, its value and what is allowed
     */
    public static @Nullable Path read(String property, String backend) {
        return new CacheFolder(System.getProperty("os.name", ""), System.getProperty("user.home", ""), System.getenv())
                .of(property, System.getProperty(property, "").strip(), backend);
    }

    @Nullable
    Path of(String property, String value, String backend) {
        if (value.equals("off")) {
            return null;
        }
        try {
            if (!value.isEmpty()) {
                return Path.of(value);
            }
            @Nullable Path caches = systemFolder();
            return caches == null || !caches.isAbsolute()
                    ? null
                    : caches.resolve("moegate").resolve(backend);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(property + " = " + value + ": must be a path or off", e);
        }
    }

    private @Nullable Path systemFolder() {
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
