package org.moegate.tensors;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file does not hold what it says, or holds what cannot be read here. The message is one line: the file's name, what is
 * wrong, where, and what is allowed.
 */
public final class TensorFileException extends IOException {

    private static final long serialVersionUID = 1L;

    TensorFileException(String fileName, String problem, @Nullable Throwable cause) {
        super(fileName + ": " + problem, cause);
    }
}
