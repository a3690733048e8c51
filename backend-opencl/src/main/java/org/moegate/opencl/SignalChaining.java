package org.moegate.opencl;

import java.nio.file.Path;
import java.util.Map;
import org.moegate.opencl.DeviceFacts.Kind;

/**
 * Whether the JVM keeps its signals beside a driver that compiles inside the process.
 *
 * <p>LLVM, with which drivers for CPUs compile, puts a handler of its own in the place of the JVM's for SIGSEGV, by which the
 * JVM stops its threads. At the first signal that handler deletes what is being compiled and restores the JVM's; a second
 * thread that is stopped at that very moment ends the process. Only the JDK's library for signal chaining, loaded before all
 * others, keeps the JVM's in place; see
 * <a href="https://docs.oracle.com/en/java/javase/25/vm/signal-chaining.html">Signal Chaining</a>.
 */
final class SignalChaining {

    private static final String LIBRARY = "libjsig.so";

    private SignalChaining() {}

    /** What a user should know of a sort of device; empty where all is well. */
    static String caveat(Kind kind, String operatingSystem, Map<String, String> environment) {
        if (kind != Kind.CPU
                || !operatingSystem.equals("Linux")
                || environment.getOrDefault("LD_PRELOAD", "").contains(LIBRARY)) {
            return "";
        }
        return "its compiler takes a signal from the JVM, so that now and then a build fails or the process ends: start java with"
                + " LD_PRELOAD="
                + Path.of(System.getProperty("java.home"), "lib", LIBRARY);
    }
}
