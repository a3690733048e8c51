package org.moegate.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A file of logits that is cut short while it is routed")
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells which files a process has mapped")
class CutShortFileIT {

    private static final int TOKENS = 100_000;
    private static final int EXPERTS = 64;
    private static final int SECONDS = 60;

    @TempDir
    private Path folder;

    private Path logits;

    @BeforeEach
    void write() throws IOException {
        logits = folder.resolve("logits.safetensors");
        byte[] header = ("{\"logits\":{\"dtype\":\"F32\",\"shape\":[" + TOKENS + "," + EXPERTS
                        + "],\"data_offsets\":[0," + bytes() + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(
                logits,
                ByteBuffer.allocate(Long.BYTES + header.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .array());
        try (RandomAccessFile file = new RandomAccessFile(logits.toFile(), "rw")) {
            file.setLength(file.length() + bytes());
        }
    }

    @ParameterizedTest(name = "by {0} bytes")
    @ValueSource(longs = {1, 4L * EXPERTS * TOKENS})
    @DisplayName("is one line that names it")
    void isOneLine(long bytes) throws IOException, InterruptedException {
        Checkout checkout = Checkout.built(folder.resolve("moegate"));
        Launch launch = new Launch(checkout);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = launch.start(out, err, "route", logits.toString(), "--topk=2", "--backend=cpu");
        awaitMapped(process);
        try (FileChannel file = FileChannel.open(logits, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - bytes);
        }
        launch.end(process, out, err).assertFailsInOneLine("logits.safetensors: became shorter while it was read");
    }

    private static long bytes() {
        return (long) Float.BYTES * TOKENS * EXPERTS;
    }

    private void awaitMapped(Process process) throws IOException, InterruptedException {
        for (int i = 0; i < 100 * SECONDS; i++) {
            for (ProcessHandle one : process.descendants().toList()) {
                if (hasMapped(one)) {
                    return;
                }
            }
            assertTrue(process.isAlive(), "ended before it had mapped the file");
            Thread.sleep(10);
        }
        fail("has not mapped the file");
    }

    private boolean hasMapped(ProcessHandle process) throws IOException {
        Path maps = Path.of("/proc", "" + process.pid(), "maps");
        try (Stream<String> lines = Files.lines(maps)) {
            return lines.anyMatch(line -> line.endsWith(logits.toString()));
        } catch (IOException | UncheckedIOException gone) {
            // it has ended in the meantime
            return false;
        }
    }
}
