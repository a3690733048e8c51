package org.moegate.benchmarks.bench;

import java.util.stream.Stream;
import org.openjdk.jmh.runner.BenchmarkException;
import org.openjdk.jmh.runner.RunnerException;

/** What went wrong in a forked JVM, out of the wrappings that JMH puts around it. */
final class JmhFailure {

    private JmhFailure() {}

    static String reason(RunnerException failed) {
        return wrapped(failed)
                .filter(one -> !(one instanceof RunnerException) && !(one instanceof BenchmarkException))
                .findFirst()
                .map(Throwable::toString)
                .orElseGet(failed::toString);
    }

    private static Stream<Throwable> wrapped(Throwable outer) {
        return Stream.concat(Stream.ofNullable(outer.getCause()), Stream.of(outer.getSuppressed()))
                .flatMap(inner -> Stream.concat(Stream.of(inner), wrapped(inner)));
    }
}
