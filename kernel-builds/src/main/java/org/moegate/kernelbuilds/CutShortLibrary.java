package org.moegate.kernelbuilds;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A library that was copied or unpacked in part. Linux's linker maps it into memory as if it were whole, and the process ends with
 * {@code SIGBUS} when it looks at what is not there, so it is looked at before. Other systems refuse such a file by themselves.
 */
public final class CutShortLibrary {

    private static final Logger LOG = System.getLogger("org.moegate");

    private static final Path PROGRAM = Path.of("/proc/self/exe");

    /** Where the linker has noted the paths of all libraries in its folders, as text among other things. */
    private static final Path CACHE = Path.of("/etc/ld.so.cache");

    /** Where linkers look that have no such cache. */
    private static final List<String> FOLDERS = List.of("/lib64", "/usr/lib64", "/lib", "/usr/local/lib", "/usr/lib");

    private CutShortLibrary() {}

    /**
     * Looks at the library that the linker would load.
     *
     * @param library a path, or a name
     * @return what is wrong, if it is cut short; nothing if it is whole, or not found, or not to be told
     */
    public static Optional<String> reason(String library) {
        return reason(library, System.getenv().getOrDefault("LD_LIBRARY_PATH", ""));
    }

    static Optional<String> reason(String library, String searchPath) {
        try {
            Optional<ElfFile> program = ElfFile.read(PROGRAM);
            if (program.isEmpty()) {
                return Optional.empty();
            }
            for (Path candidate : candidates(library, searchPath)) {
                Optional<ElfFile> file = ElfFile.read(candidate);
                // those for other processors are passed over
                if (file.isPresent() && file.get().machine() == program.get().machine()) {
                    return file.get().isWhole() ? Optional.empty() : Optional.of(reason(candidate, file.get()));
                }
            }
        } catch (IOException | InvalidPathException e) {
            LOG.log(Level.DEBUG, "cannot tell whether " + library + " is whole", e);
        }
        return Optional.empty();
    }

    private static String reason(Path path, ElfFile file) {
        return path + " is cut short: it has " + file.size() + " bytes of " + file.needed() + "; install it anew";
    }

    private static List<Path> candidates(String library, String searchPath) throws IOException {
        if (library.contains("/")) {
            return List.of(Path.of(library));
        }
        String cache = Files.isReadable(CACHE) ? Files.readString(CACHE, StandardCharsets.ISO_8859_1) : "";
        Stream<String> folders =
                searchPath.isEmpty() ? Stream.of() : Stream.of(searchPath.split(File.pathSeparator, -1));
        Stream<Path> told = folders.map(folder -> Path.of(folder, library));
        Stream<Path> cached = Stream.of(cache.split("\0", -1))
                .filter(text -> text.endsWith("/" + library))
                .map(Path::of);
        Stream<Path> usual = FOLDERS.stream().map(folder -> Path.of(folder, library));
        return Stream.of(told, cached, usual).flatMap(paths -> paths).toList();
    }
}
