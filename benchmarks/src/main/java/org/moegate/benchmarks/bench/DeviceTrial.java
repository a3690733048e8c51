package org.moegate.benchmarks.bench;

import java.util.Arrays;
import java.util.List;
import org.moegate.benchmarks.DeviceProbe;
import org.moegate.benchmarks.bench.Surroundings.Device;
import org.moegate.benchmarks.report.BenchReport.Figure;

/**
 * A batch that lies on a device, by the device's own clock, beside a copy of the same bytes.
 *
 * @param subject id of the gate on the device
 * @param copy id of the copy
 * @param device where
 * @param timed the batch
 * @param timing how often
 */
record DeviceTrial(String subject, String copy, Device device, Case timed, Timing timing) implements Trial {

    private static final double SECONDS = 2;
    private static final double NANOS_PER_MICRO = 1e3;

    @Override
    public String label() {
        return timed.label(subject);
    }

    @Override
    public double seconds() {
        return SECONDS;
    }

    @Override
    public List<Figure> run() throws FailedTrialException {
        try {
            DeviceProbe.Times times = DeviceProbe.times(
                    device.backend(),
                    device.index(),
                    device.grade(),
                    timed.gate().name(),
                    timed.dtype(),
                    timed.tokens(),
                    timing.deviceSamples());
            return List.of(timed.figure(subject, nanos(times.routing())), timed.figure(copy, nanos(times.copy())));
        } catch (IllegalStateException failed) {
            throw new FailedTrialException(String.valueOf(failed.getMessage()), failed);
        }
    }

    private static double[] nanos(double[] micros) {
        return Arrays.stream(micros).map(one -> one * NANOS_PER_MICRO).toArray();
    }
}
