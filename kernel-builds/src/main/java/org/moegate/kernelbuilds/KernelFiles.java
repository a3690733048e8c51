package org.moegate.kernelbuilds;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The files that a backend's kernels are made of, and the texts made from them. What the backend itself does not have is one of
 * those that backends share. A file is read once: every plan asks for its text, also where the program is built already.
 *
 * <p>Safe for use by many threads.
 */
public final class KernelFiles {

    private final Function<String, @Nullable InputStream> opener;
    private final Map<String, String> read = new ConcurrentHashMap<>();

    /**
     * Files that are read when first asked for.
     *
     * @param opener opens a file by its name, or returns null where there is none. It belongs to the backend, because a
     *     module's resources are open to its own code alone.
     */
    public KernelFiles(Function<String, @Nullable InputStream> opener) {
        this.opener = opener;
    }

    /**
     * The text of a kernel: macros, then files, each behind a line marker, so that the compiler's log names it.
     *
     * @param macros values by name, in the order in which they are defined
     * @param files names of files, in the order in which they are read
     * @return what the compiler takes
     * @throws IllegalStateException if there is no such file
     */
    public String text(Map<String, ?> macros, List<String> files) {
        StringBuilder text = new StringBuilder();
        macros.forEach((name, value) ->
                text.append("#define ").append(name).append(' ').append(value).append('\n'));
        for (String file : files) {
            text.append("#line 1 \"").append(file).append("\"\n").append(read.computeIfAbsent(file, this::read));
        }
        return text.toString();
    }

    private String read(String file) {
        try (@Nullable InputStream in = open(file)) {
            if (in == null) {
                throw new IllegalStateException(
                        file + ": is not among the kernel files of the backend, nor among the shared ones");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private @Nullable InputStream open(String file) {
        @Nullable InputStream own = opener.apply(file);
        return own != null ? own : KernelFiles.class.getResourceAsStream("kernels/" + file);
    }
}
