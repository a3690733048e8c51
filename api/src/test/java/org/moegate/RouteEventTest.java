package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Flight Recorder")
class RouteEventTest {

    private static final String NAME = "org.moegate.Route";

    @TempDir
    private Path folder;

    private final FakeKernel kernel = new FakeKernel();
    private final GatePlan plan = kernel.plan(SegmentCall.F32);
    private final int[] ids = new int[3 * 2];

    private void route(int numTokens) {
        plan.route(numTokens, new float[3 * 4], new float[4], ids, new float[3 * 2]);
    }

    private List<RecordedEvent> recorded(Recording recording) throws IOException {
        recording.stop();
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(NAME))
                .toList();
    }

    @Test
    @DisplayName("is told of each call that routes something: backend, device, tokens, and how uneven the load is")
    void events() throws IOException {
        // of four experts one has three pairs of five; an id of padding is nobody's load
        int[] chosen = {2, 0, 2, 1, 2, -1};
        kernel.onRoute = worker -> worker.topkIds.copyFrom(MemorySegment.ofArray(chosen));
        try (Recording recording = new Recording()) {
            recording.enable(NAME);
            recording.start();
            route(3);
            route(0);
            List<RecordedEvent> events = recorded(recording);
            assertEquals(1, events.size());
            RecordedEvent event = events.getFirst();
            assertEquals("fake", event.getString("backend"));
            assertEquals("device", event.getString("device"));
            assertEquals(3, event.getInt("tokens"));
            assertEquals(4, event.getInt("experts"));
            assertEquals(2, event.getInt("topk"));
            assertEquals(3 * 4 / 5f, event.getFloat("imbalance"));
        }
    }

    @Test
    @DisplayName("is told of no call unless a recording asks for it")
    void offUnlessAsked() throws IOException {
        try (Recording recording = new Recording()) {
            recording.start();
            route(3);
            assertEquals(List.of(), recorded(recording));
        }
    }

    @Test
    @DisplayName("hears of no imbalance where nothing was routed")
    void nothingRouted() throws IOException {
        kernel.onRoute = worker -> {
            for (int pair = 0; pair < ids.length; pair++) {
                worker.topkIds.setAtIndex(ValueLayout.JAVA_INT, pair, -1);
            }
        };
        try (Recording recording = new Recording()) {
            recording.enable(NAME);
            recording.start();
            route(3);
            assertEquals(0f, recorded(recording).getFirst().getFloat("imbalance"));
        }
    }

    @Test
    @DisplayName("is not started by calls that nobody records, as a process's first one would wait for it")
    void notStarted() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "--class-path",
                        classPath(),
                        Unrecorded.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, process.waitFor(), () -> String.join("\n", lines));
        assertTrue(lines.stream().anyMatch(line -> line.contains(" " + org.moegate.Recording.class.getName() + " ")));
        assertEquals(
                List.of(),
                lines.stream()
                        .filter(line -> line.contains(" " + RouteEvent.class.getName() + " "))
                        .toList());
    }

    private static String classPath() {
        return Stream.of(RouteEventTest.class, GatePlan.class, NullMarked.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A program that routes a token. */
    static final class Unrecorded {

        private Unrecorded() {}

        public static void main(String[] args) {
            try (GatePlan plan = new FakeKernel().plan(SegmentCall.F32)) {
                plan.route(1, new float[4], new float[4], new int[2], new float[2]);
            }
        }
    }
}
