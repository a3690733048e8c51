package org.moegate.tensors;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** The operating system's complaints as one line that starts with the file's name. */
final class FileErrors {

    private FileErrors() {}

    static IOException oneLine(String fileName, IOException error) {
        return error instanceof TensorFileException
                ? error
                : new IOException(fileName + ": " + Printable.line(reason(error)), error);
    }

    private static String reason(IOException error) {
        return switch (error) {
            case NoSuchFileException missing -> "no such file";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other -> orType(other.getReason(), other);
            default -> orType(error.getMessage(), error);
        };
    }

    private static String orType(@Nullable String text, IOException error) {
        return text == null || text.isBlank() ? error.getClass().getSimpleName() : text;
    }
}
