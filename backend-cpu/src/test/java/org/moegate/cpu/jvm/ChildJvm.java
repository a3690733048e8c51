package org.moegate.cpu.jvm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moegate.Backends;
import org.moegate.conformance.GateConformance;
import org.moegate.cpu.CpuBackendProvider;

/** A JVM of its own, for what is decided when a JVM starts; everything is on its class path. */
final class ChildJvm {

    private static final int PATIENCE_MINUTES = 5;

    private ChildJvm() {}

    /**
     * How a program ended, and what it and its JVM had to say.
     *
     * @param exitCode 0 where all went well
     * @param output standard output and errors, in one
     */
    record Ended(int exitCode, String output) {}

    /** Runs a program to its end. */
    static Ended run(List<String> flags, Class<?> program, String... args) throws IOException, InterruptedException {
        return run(List.of(), flags, program, args);
    }

    /**
     * Runs a program to its end.
     *
     * @param wrapper the command that runs the JVM's; may be empty
     */
    static Ended run(List<String> wrapper, List<String> flags, Class<?> program, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("--class-path");
        command.add(classPath());
        command.add(program.getName());
        command.addAll(List.of(args));
        Path output = Files.createTempFile("child-jvm", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(command + " did not end within " + PATIENCE_MINUTES + " minutes and said: "
                        + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output).strip());
        } finally {
            Files.delete(output);
        }
    }

    /** The tests' own folder is no part of what classes say of their origin, as the tests are patched into the module. */
    private static String classPath() {
        Stream<String> origins = Stream.of(CpuBackendProvider.class, Backends.class, GateConformance.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath());
        return Stream.concat(Stream.of(Path.of("target", "test-classes").toString()), origins)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
