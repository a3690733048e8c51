package org.moegate.opencl;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.moegate.kernelbuilds.CacheFolder;
import org.moegate.kernelbuilds.SpecialisedLimit;

/**
 * What system properties say.
 *
 * @param cacheFolder where built programs are kept; null for nowhere
 * @param specialisedLimit how many gates of a process get a kernel of their own
 */
record Settings(@Nullable Path cacheFolder, int specialisedLimit) {

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException naming the property, its value and what is allowed
     */
    static Settings read() {
        return new Settings(
                CacheFolder.read(OpenClBackendProvider.CACHE, "opencl"),
                SpecialisedLimit.read(OpenClBackendProvider.SPECIALISED_LIMIT));
    }

    /** Where files may be kept; null for nowhere, and where the setting is wrong, which availability then says. */
    static @Nullable Path cacheFolderIfTold() {
        try {
            return CacheFolder.read(OpenClBackendProvider.CACHE, "opencl");
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
