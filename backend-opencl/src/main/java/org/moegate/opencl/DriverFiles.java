package org.moegate.opencl;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moegate.kernelbuilds.CutShortLibrary;

/** The drivers that Linux's loader loads: each has a file whose one line is its library. */
final class DriverFiles {

    private static final Logger LOG = System.getLogger(DriverFiles.class.getName());

    private static final String USUAL_FOLDER = "/etc/OpenCL/vendors";

    private DriverFiles() {}

    /** What is wrong with a driver that would end the process, if there is one. */
    static Optional<String> cutShort() {
        List<String> libraries = new ArrayList<>();
        try {
            Path vendors = Path.of(System.getenv().getOrDefault("OCL_ICD_VENDORS", USUAL_FOLDER));
            if (Files.isDirectory(vendors)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(vendors, "*.icd")) {
                    for (Path file : files) {
                        addLibraryOf(file, libraries);
                    }
                }
            } else {
                addLibraryOf(vendors, libraries);
            }
        } catch (IOException | InvalidPathException e) {
            LOG.log(Level.DEBUG, "cannot tell which drivers there are, which the loader then says", e);
        }
        return libraries.stream()
                .flatMap(library -> CutShortLibrary.reason(library).stream())
                .findFirst()
                .map(reason -> "an OpenCL driver's library " + reason);
    }

    private static void addLibraryOf(Path file, List<String> libraries) throws IOException {
        if (Files.isRegularFile(file)) {
            libraries.addAll(Files.readAllLines(file).stream()
                    .limit(1)
                    .map(String::strip)
                    .toList());
        }
    }
}
