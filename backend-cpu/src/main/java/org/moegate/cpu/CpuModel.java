package org.moegate.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the processor calls itself. */
final class CpuModel {

    private static final Path LINUX_CPUINFO = Path.of("/proc/cpuinfo");

    private CpuModel() {}

    /** The marketing name where the system tells it, otherwise the architecture. */
    static String name() {
        String architecture = System.getProperty("os.arch", "unknown CPU");
        if (!Files.isReadable(LINUX_CPUINFO)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(LINUX_CPUINFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException | UncheckedIOException unreadable) {
            return architecture;
        }
    }
}
