package org.moegate.opencl;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What system properties say.
 *
 * @param cacheFolder where built programs are kept; null for nowhere
 * @param specialisedLimit how many gates of a process get a kernel of their own
 */
record Settings(@Nullable Path cacheFolder, int specialisedLimit) {

    private static final int DEFAULT_SPECIALISED_LIMIT = 64;

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException naming the property, its value and what is allowed
     */
    static Settings read() {
        return new Settings(
                CacheFolder.of(
                        System.getProperty(OpenClBackendProvider.CACHE, "").strip(),
                        System.getProperty("os.name", ""),
                        System.getProperty("user.home", ""),
                        System.getenv()),
                specialisedLimit(System.getProperty(OpenClBackendProvider.SPECIALISED_LIMIT, "")
                        .strip()));
    }

    private static int specialisedLimit(String value) {
        if (value.isEmpty()) {
            return DEFAULT_SPECIALISED_LIMIT;
        }
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    OpenClBackendProvider.SPECIALISED_LIMIT + " = " + value + ": must be a whole number, 0 or more");
        }
        return Integer.parseInt(value);
    }
}
