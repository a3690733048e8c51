package org.moegate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The certificates that the conformance kit writes, one for each device. */
record CertificateFiles(Path folder) {

    /** Makes the folder, and removes certificates of earlier runs that could be taken for this one's. */
    void prepare(List<String> devices) throws IOException {
        Files.createDirectories(folder);
        for (String device : devices) {
            Files.deleteIfExists(of(device));
        }
    }

    Path of(String device) {
        return folder.resolve(device.replace(':', '-') + ".md");
    }

    /** Its title, such as "Certified bit-exact on cpu:vector". */
    String verdict(String device) throws IOException {
        return Files.readAllLines(of(device)).getFirst().replaceFirst("^# ", "");
    }
}
