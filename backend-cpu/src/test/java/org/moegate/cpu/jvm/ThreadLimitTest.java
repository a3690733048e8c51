package org.moegate.cpu.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.Threads;
import org.moegate.cpu.CpuBackendProvider;

@DisplayName("Where the system gives fewer threads than a plan may use")
@EnabledOnOs(value = OS.LINUX, disabledReason = "the limit is set by a shell of Linux")
class ThreadLimitTest {

    private static final int PARALLELISM = 64;
    private static final int CALLS = 40;

    /**
     * Stacks so large that a few of them fill the address space that the process is given: root too is refused a thread then, as
     * it is not by a limit of processes. One arena for malloc, as each takes some of that space too.
     */
    private static final List<String> LIMITED =
            List.of("sh", "-c", "ulimit -v 4000000; export MALLOC_ARENA_MAX=1; exec \"$@\"", "limited");

    private static final List<String> FLAGS = List.of(
            "-Xss128m",
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:CompressedClassSpaceSize=32m",
            "-XX:CICompilerCount=2",
            "--add-modules",
            "jdk.incubator.vector");

    @Test
    @DisplayName("calls do with those there are, and do not ask for more each time")
    void doesWithFewer() throws IOException, InterruptedException {
        ChildJvm.Ended ended = ChildJvm.run(LIMITED, FLAGS, Program.class);
        List<String> lines = ended.output().lines().toList();
        List<String> result =
                lines.stream().filter(line -> line.startsWith("result ")).toList();
        assertEquals(1, result.size(), ended.output());
        String[] words = result.getFirst().split(" ", -1);
        assertEquals("alike", words[1], ended.output());
        assertTrue(Integer.parseInt(words[2]) < PARALLELISM - 1, ended.output());
        assertEquals("0", words[3], "helpers left");
        long seconds = Long.parseLong(words[4]);
        long refused = lines.stream()
                .filter(line -> line.contains("Failed to start thread"))
                .count();
        assertTrue(0 < refused && refused <= 2 + seconds, ended.output());
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.startsWith("WARNING: calls go on with fewer threads than permitted"))
                        .count(),
                ended.output());
        assertEquals(0, ended.exitCode());
    }

    /** Calls two plans that may use many threads, and compares them with one that may not. */
    static final class Program {

        private static final int TOKENS = 12_000;
        private static final GateSpec SPEC = GateSpec.builder(64, 6).build();

        private Program() {}

        public static void main(String[] args) throws InterruptedException {
            float[] logits = new float[TOKENS * SPEC.numExperts()];
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) random.nextGaussian();
            }
            Routed expected = new Routed();
            try (GatePlan alone = plan(Threads.caller())) {
                expected.by(alone, logits);
            }
            long start = System.nanoTime();
            boolean alike = true;
            long helpers;
            try (GatePlan one = plan(Threads.own(PARALLELISM));
                    GatePlan other = plan(Threads.own(PARALLELISM))) {
                for (int i = 0; i < CALLS; i++) {
                    Routed routed = new Routed();
                    routed.by(i % 2 == 0 ? one : other, logits);
                    alike &= Arrays.equals(expected.ids, routed.ids) && Arrays.equals(expected.weights, routed.weights);
                }
                helpers = helpers().size();
            }
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
            for (Thread helper : helpers()) {
                helper.join();
            }
            System.out.println("result " + (alike ? "alike" : "different") + " " + helpers + " "
                    + helpers().size() + " " + seconds);
        }

        private static GatePlan plan(Threads threads) {
            return Backends.builder()
                    .provider(new CpuBackendProvider())
                    .force("cpu:scalar")
                    .build()
                    .plan(PlanRequest.of(SPEC).withBias(null).withThreads(threads));
        }

        private static List<Thread> helpers() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("moegate-helper-"))
                    .toList();
        }

        /** What came of a call. */
        private static final class Routed {

            private final int[] ids = new int[TOKENS * SPEC.topk()];
            private final float[] weights = new float[TOKENS * SPEC.topk()];

            void by(GatePlan plan, float[] logits) {
                plan.route(TOKENS, logits, null, ids, weights);
            }
        }
    }
}
