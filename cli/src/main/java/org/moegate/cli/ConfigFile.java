package org.moegate.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.moegate.tensors.JsonObjects;

/** Reads a {@code config.json}. */
final class ConfigFile {

    /** Real ones are a few kilobytes; the limit keeps a wrong path, such as a device, from filling the memory. */
    private static final int MOST_BYTES = 1 << 24;

    private ConfigFile() {}

    static Map<String, Object> read(Path path) throws IOException {
        byte[] bytes = bytes(path);
        if (bytes.length > MOST_BYTES) {
            throw new FailedRunException(path + ": larger than " + MOST_BYTES + " bytes, so it is no config.json");
        }
        try {
            return JsonObjects.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new FailedRunException(path + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MOST_BYTES + 1);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // reading a folder, say: the message names no file
            throw new FailedRunException(path + ": " + e.getMessage(), e);
        }
    }
}
