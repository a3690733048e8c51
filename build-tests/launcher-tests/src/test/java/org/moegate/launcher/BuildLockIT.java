package org.moegate.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The lock of a build")
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has namespaces")
class BuildLockIT {

    private static final int SECONDS = 30;

    @TempDir
    private Path folder;

    private Checkout checkout;

    @BeforeEach
    void cloneProject() throws IOException {
        // a build that goes on when a file lets it
        checkout = Checkout.cloned(folder.resolve("moegate"), """
                touch '%1$s/started'
                until [ -e '%1$s/go-on' ]; do sleep 0.1; done
                build
                """.formatted(folder));
    }

    @Test
    @DisplayName("that a killed container leaves holds up no later one, where the launcher has the same process id")
    void killedContainer() throws IOException, InterruptedException {
        killWhileBuilding(Machines.container(""));
        assertBuilds(new Launch(checkout).on(Machines.container("")));
    }

    @Test
    @DisplayName("that a killed build leaves holds up nobody where another program has its process id")
    void recycledProcessId() throws IOException, InterruptedException {
        // process 2 is the launcher in the first, and something else in the second
        killWhileBuilding(Stream.concat(Machines.container("").stream(), Stream.of("sh", "-c", "\"$0\" \"$@\"; exit"))
                .toList());
        assertBuilds(new Launch(checkout).on(Machines.container("sleep 100 &")));
    }

    @Test
    @DisplayName("is waited for with a word about whose it is, and not for ever")
    void boundedWait() throws IOException, InterruptedException {
        Process holder = startBuilding(List.of());
        try {
            Launch.Result result = new Launch(checkout)
                    .with("MOEGATE_BUILD_WAIT", "1")
                    .within(SECONDS)
                    .run("--version");
            assertEquals(1, result.exitCode());
            assertEquals("", result.out());
            List<String> lines = result.err().lines().toList();
            assertEquals(2, lines.size(), result.err());
            assertTrue(lines.getFirst().startsWith("moegate: waiting for another build"), result.err());
            assertTrue(lines.getFirst().contains("process " + holder.pid() + " on "), result.err());
            assertTrue(lines.getLast().startsWith("moegate: gave up after 1 seconds"), result.err());
        } finally {
            Launch.kill(holder);
        }
    }

    @Test
    @DisplayName("lets one launch build, and the others use what it has built")
    void together() throws IOException, InterruptedException {
        buildsOnce(new Launch(checkout), new Launch(checkout));
    }

    @Test
    @DisplayName("does so without flock too, as on macOS")
    void withoutFlock() throws IOException, InterruptedException {
        List<String> machine = Machines.withMounts("mount --bind /dev/null \"$(command -v flock)\"");
        buildsOnce(new Launch(checkout).on(machine), new Launch(checkout).on(machine));
    }

    private void buildsOnce(Launch one, Launch other) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process first = one.start(out, err, "--version");
        try {
            awaitFile(folder.resolve("started"));
            Path secondOut = folder.resolve("out-2");
            Path secondErr = folder.resolve("err-2");
            Process second = other.start(secondOut, secondErr, "--version");
            awaitText(secondErr, "waiting for another build");
            Files.createFile(folder.resolve("go-on"));
            one.within(SECONDS).end(first, out, err).assertExitCode(0);
            other.within(SECONDS).end(second, secondOut, secondErr).assertExitCode(0);
            assertEquals(1, checkout.builds());
        } finally {
            Launch.kill(first);
        }
    }

    private void killWhileBuilding(List<String> machine) throws IOException, InterruptedException {
        Launch.kill(startBuilding(machine));
    }

    private Process startBuilding(List<String> machine) throws IOException, InterruptedException {
        Process process =
                new Launch(checkout).on(machine).start(folder.resolve("out"), folder.resolve("err"), "--version");
        awaitFile(folder.resolve("started"));
        return process;
    }

    private void assertBuilds(Launch launch) throws IOException, InterruptedException {
        Files.createFile(folder.resolve("go-on"));
        Launch.Result result = launch.within(SECONDS).run("--version");
        result.assertExitCode(0);
        assertTrue(result.out().startsWith("moegate "), result.out());
        assertEquals(1, checkout.builds());
    }

    private static void awaitFile(Path file) throws InterruptedException {
        for (int i = 0; i < 10 * SECONDS && !Files.exists(file); i++) {
            Thread.sleep(100);
        }
        assertTrue(Files.exists(file), file + " has not come");
    }

    private static void awaitText(Path file, String text) throws IOException, InterruptedException {
        for (int i = 0; i < 10 * SECONDS && !Files.readString(file).contains(text); i++) {
            Thread.sleep(100);
        }
        assertTrue(Files.readString(file).contains(text), Files.readString(file));
    }
}
