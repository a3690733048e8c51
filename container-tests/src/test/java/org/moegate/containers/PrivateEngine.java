package org.moegate.containers;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A container engine of this process's own, run by the script {@code engine}. It ends when closed or, through the script's
 * standard input, when this process does, whatever ends it.
 */
final class PrivateEngine implements AutoCloseable {

    /** The only one: Testcontainers knows one engine for a process, and makes its strategies itself. */
    static final PrivateEngine OF_THIS_PROCESS = new PrivateEngine();

    private static final Path SCRIPT = Path.of("engine").toAbsolutePath();
    private static final Path LOG = Path.of("target", "engine.log");
    private static final int LINES_OF_REASON = 8;

    private record Running(Process script, URI socket, String image) {}

    private @Nullable Running running;
    private String failure = "";

    private PrivateEngine() {}

    /** Where it listens. The first call starts it, which takes as long as fetching packages where no archive is kept. */
    synchronized URI socket() throws IOException {
        if (running == null) {
            running = start();
        }
        return running.socket;
    }

    private Running start() throws IOException {
        // in a session of its own: what ends all processes here, such as Ctrl-C, leaves the script to clean up
        Process script = new ProcessBuilder("setsid", SCRIPT.toString())
                .redirectError(LOG.toFile())
                .start();
        BufferedReader output = script.inputReader();
        String socket = output.readLine();
        String image = output.readLine();
        if (socket == null || image == null) {
            failure = lastLines(Files.readAllLines(LOG));
            throw new IOException(failure);
        }
        return new Running(script, URI.create(socket), image);
    }

    private static String lastLines(List<String> lines) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_REASON), lines.size()));
    }

    /** The only image it has, if it runs. */
    synchronized Optional<String> image() {
        return Optional.ofNullable(running).map(Running::image);
    }

    /** Why it does not run; empty where it does or was never asked for. */
    synchronized String failure() {
        return failure;
    }

    @Override
    public synchronized void close() throws IOException {
        if (running == null) {
            return;
        }
        Process script = running.script;
        running = null;
        script.getOutputStream().close();
        int exitCode = script.onExit().orTimeout(2, TimeUnit.MINUTES).join().exitValue();
        if (exitCode != 0) {
            throw new IOException("the private engine was not stopped cleanly, see " + LOG.toAbsolutePath());
        }
    }
}
