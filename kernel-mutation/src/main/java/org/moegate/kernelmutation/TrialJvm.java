package org.moegate.kernelmutation;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a bench's tests over a sandbox's kernels, in a JVM of its own that may hang or crash. */
final class TrialJvm {

    /** These wait for a JIT, look for leaks or run for long; none says more of a kernel than others do. */
    private static final List<String> LEFT_OUT = List.of(
            "callsAllocateNothing",
            "dispatchAllocatesNothing",
            "supportedRequestsCompile",
            "nameCanBeTyped",
            "manyCallsStayRight",
            "manyDispatchesStayRight",
            "callsLeaveNothingBehind",
            "plansLeaveNothingBehind",
            "callersThreadStaysAsItWas",
            "interruptedCallersAreServed",
            "moreRowsThan16BitsCount");

    private static final int LONGEST = 200;

    private static final int IDLE_FACTOR = 4;
    private static final int POLL_MILLIS = 100;

    private final Bench bench;
    private final Sandbox sandbox;

    TrialJvm(Bench bench, Sandbox sandbox) {
        this.bench = bench;
        this.sandbox = sandbox;
    }

    /** Runs them, with settings for the kit. */
    Verdict run(Map<String, Integer> settings, Duration limit) throws IOException, InterruptedException {
        Path module = sandbox.module(bench.backend());
        Path target = Files.createDirectories(module.resolve("target"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx2g", "-XX:-CreateCoredumpOnCrash"));
        command.addAll(List.of("-XX:ErrorFile=" + target.resolve("crash.log"), "--enable-native-access=ALL-UNNAMED"));
        command.add("-Dmoegate.cuda.emulator.optimisation=1");
        command.add("-Dmoegate.cuda.cache=" + target.resolve("programs"));
        command.add("-Dmoegate.opencl.cache=" + target.resolve("programs"));
        settings.forEach((name, value) -> command.add("-Dmoegate.conformance." + name + "=" + value));
        command.addAll(List.of("--class-path", classPath(), Trial.class.getName(), String.join(",", LEFT_OUT)));
        command.addAll(bench.tests());
        Path output = target.resolve("trial.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(module.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try {
            if (!ended(process, limit)) {
                return new Verdict(Verdict.Kind.TIMED_OUT, "the time limit", "");
            }
        } finally {
            // compilers too
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return verdict(Files.readString(output), process.exitValue());
    }

    /**
     * The limit is the processor's time, so that a busy machine kills no mutant; what waits for ever without taking any has
     * some more of the wall's.
     */
    private static boolean ended(Process process, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + IDLE_FACTOR * limit.toNanos();
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            Duration taken = process.info().totalCpuDuration().orElse(Duration.ZERO);
            if (taken.compareTo(limit) > 0 || System.nanoTime() > deadline) {
                return false;
            }
        }
        return true;
    }

    private String classPath() {
        return Stream.concat(
                        sandbox.resources(bench.backend()).stream().map(Path::toString),
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                                .map(entry -> Path.of(entry).toAbsolutePath().toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What a trial's output means. */
    static Verdict verdict(String output, int exitCode) {
        String line = output.lines()
                .filter(any -> any.startsWith(Trial.FAILED) || any.startsWith(Trial.PASSED))
                .findFirst()
                .orElse("");
        if (line.startsWith(Trial.PASSED)) {
            int tests = Integer.parseInt(line.substring(Trial.PASSED.length()));
            if (tests == 0) {
                throw new IllegalStateException("no test ran: the bench is not on this machine");
            }
            return new Verdict(Verdict.Kind.SURVIVED, tests + " tests", "");
        }
        if (line.isEmpty()) {
            return new Verdict(Verdict.Kind.KILLED, "a crash", "exit code " + exitCode);
        }
        int because = line.indexOf(Trial.BECAUSE);
        String test = line.substring(Trial.FAILED.length(), because);
        String reason = line.substring(because + Trial.BECAUSE.length());
        boolean compiled = !reason.matches(".*\\berror:? .*|.*undefined reference.*|.*BUILD_PROGRAM_FAILURE.*");
        return new Verdict(
                compiled ? Verdict.Kind.KILLED : Verdict.Kind.NOT_COMPILED,
                test,
                reason.substring(0, Math.min(LONGEST, reason.length())));
    }
}
