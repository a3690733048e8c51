package org.moegate.cuda;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.moegate.kernelbuilds.CacheFolder;
import org.moegate.kernelbuilds.SpecialisedLimit;

/**
 * What system properties say.
 *
 * @param cacheFolder where built programs are kept; null for nowhere
 * @param specialisedLimit how many gates of a process get a kernel of their own
 * @param compilesInBackground whether the tiled kernel routes until a gate's own ones are compiled
 */
record Settings(@Nullable Path cacheFolder, int specialisedLimit, boolean compilesInBackground) {

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException naming the property, its value and what is allowed
     */
    static Settings read() {
        return new Settings(
                CacheFolder.read(CudaBackendProvider.CACHE, "cuda"),
                SpecialisedLimit.read(CudaBackendProvider.SPECIALISED_LIMIT),
                readBackground());
    }

    private static boolean readBackground() {
        String value = System.getProperty(CudaBackendProvider.BACKGROUND, "").strip();
        return switch (value) {
            case "true" -> true;
            case "false", "" -> false;
            default ->
                throw new IllegalArgumentException(
                        CudaBackendProvider.BACKGROUND + " = " + value + ": must be true or false");
        };
    }
}
