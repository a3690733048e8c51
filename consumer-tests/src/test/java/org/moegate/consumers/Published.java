package org.moegate.consumers;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar of this build.
 *
 * @param jar where it lies
 */
record Published(Path jar) {

    /** The one that a class comes from. */
    static Published of(Class<?> type) {
        try {
            return new Published(Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("of " + type, e);
        }
    }

    /** The names of all files in it. */
    Set<String> files() throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .collect(Collectors.toSet());
        }
    }

    byte[] bytes(String name) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new IllegalStateException(jar + " has no " + name);
            }
            return zip.getInputStream(entry).readAllBytes();
        }
    }
}
