package org.moegate.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Where the program's own words go. To stdout, unless the launcher names another way: then that leads to the user's stdout, while
 * stdout itself, on which drivers and the JVM print what they like, leads to stderr.
 */
final class OwnOutput {

    /** The system property with the file that is that other way. */
    static final String PROPERTY = "moegate.output";

    private OwnOutput() {}

    static OutputStream open() throws IOException {
        String file = System.getProperty(PROPERTY, "");
        return file.isEmpty() ? new FileOutputStream(FileDescriptor.out) : new FileOutputStream(file);
    }
}
