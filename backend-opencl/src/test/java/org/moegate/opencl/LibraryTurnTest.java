package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("JOCL's native library")
class LibraryTurnTest {

    private static final int PROCESSES = 6;

    @TempDir
    private Path temporaryFiles = Path.of("");

    /** Run in a JVM of its own. */
    static final class Loading {
        public static void main(String[] args) {
            System.out.println(LibraryTurn.lockFile());
            System.out.println(Drivers.found().availability().reason());
        }
    }

    private Process load() throws IOException {
        return ChildJvm.start(Map.of(), List.of("-Djava.io.tmpdir=" + temporaryFiles), Loading.class);
    }

    private long unpacked() throws IOException {
        try (Stream<Path> files = Files.list(temporaryFiles)) {
            return files.filter(file -> file.getFileName().toString().contains("JOCL"))
                    .count();
        }
    }

    @Test
    @DisplayName("is not unpacked while another process of the user has its turn")
    void waits() throws Exception {
        Driver.device();
        Path lockFile = temporaryFiles.resolve(LibraryTurn.lockFile().getFileName());
        try (FileChannel other = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock turn = other.lock();
            Process process = load();
            try (BufferedReader output = process.inputReader()) {
                assertEquals(lockFile.toString(), output.readLine());
                // as long as it takes several times over where nobody waits
                Thread.sleep(1500);
                assertEquals(0, unpacked());
                turn.release();
                assertEquals(0, process.waitFor());
            }
            assertEquals(1, unpacked());
        }
    }

    @Test
    @DisplayName("is loaded by processes that start together on a fresh machine")
    void together() throws Exception {
        Driver.device();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(load());
        }
        for (Process process : processes) {
            assertEquals(0, process.waitFor());
        }
        assertEquals(1, unpacked());
    }

    @Test
    @DisplayName("is loaded also where there is no place for a lock: JOCL makes the folder that it unpacks to")
    void noPlace() throws Exception {
        Driver.device();
        Path missing = temporaryFiles.resolve("missing");
        String output = ChildJvm.output(Map.of(), List.of("-Djava.io.tmpdir=" + missing), Loading.class);
        assertFalse(output.contains("JOCL's native library cannot be loaded"), output);
        assertTrue(Files.notExists(missing.resolve(LibraryTurn.lockFile().getFileName())), output);
    }
}
