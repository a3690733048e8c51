package org.moegate.benchmarks.bench;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long each case is timed.
 *
 * @param warmUps iterations that do not count
 * @param warmUpMillis of each
 * @param iterations those that do
 * @param millis of each
 * @param deviceSamples of a device's own clock
 */
record Timing(int warmUps, int warmUpMillis, int iterations, int millis, int deviceSamples) {

    static final Timing FULL = new Timing(3, 300, 10, 200, 101);
    static final Timing QUICK = new Timing(2, 200, 5, 120, 31);

    double seconds() {
        return (warmUps * warmUpMillis + iterations * millis) / 1e3;
    }

    void applyTo(ChainedOptionsBuilder options) {
        options.warmupIterations(warmUps)
                .warmupTime(TimeValue.milliseconds(warmUpMillis))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(millis));
    }
}
