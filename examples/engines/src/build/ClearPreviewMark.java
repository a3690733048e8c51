import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes the mark of preview features off class files, so that every later JDK loads them: the minor version, which follows
 * the magic number, becomes 0. Right only where the features meant have become final unchanged, as what TornadoVM's arrays
 * use of java.lang.foreign has; what has not fails when it is linked.
 */
final class ClearPreviewMark {

    private static final int MINOR_VERSION_AT = 4;

    private ClearPreviewMark() {}

    public static void main(String[] args) throws IOException {
        for (Path file : classFiles(Path.of(args[0]))) {
            byte[] content = Files.readAllBytes(file);
            if (content[MINOR_VERSION_AT] == -1 && content[MINOR_VERSION_AT + 1] == -1) {
                content[MINOR_VERSION_AT] = 0;
                content[MINOR_VERSION_AT + 1] = 0;
                Files.write(file, content);
            }
        }
    }

    private static List<Path> classFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }
}
