package org.moegate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.moegate.tensors.TensorFile;

/** A user's golden files, looked at before they are held against a device: a broken file is not the device's failure. */
final class GoldenFolder {

    private static final String SUFFIX = ".safetensors";

    private GoldenFolder() {}

    static void requireReadable(Path folder) throws IOException {
        for (Path file : filesIn(folder)) {
            TensorFile.open(file).close();
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new FailedRunException(folder + ": no golden files, none ends in " + SUFFIX);
            }
            return files;
        } catch (NotDirectoryException e) {
            throw new FailedRunException(folder + ": is a file, --golden takes a folder", e);
        }
    }
}
