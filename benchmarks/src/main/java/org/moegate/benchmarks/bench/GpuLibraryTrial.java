package org.moegate.benchmarks.bench;

import java.util.List;
import org.moegate.benchmarks.GpuTensorLibrary;
import org.moegate.benchmarks.report.BenchReport.Figure;

/**
 * PyTorch on the current CUDA device, eager and compiled.
 *
 * @param timed the batch
 */
record GpuLibraryTrial(Case timed) implements Trial {

    static final String EAGER = "pytorch-eager:gpu";
    static final String COMPILED = "pytorch-compiled:gpu";

    /** To import and to compile. */
    private static final double SECONDS = 15;

    private static final double NANOS_PER_MICRO = 1e3;

    @Override
    public String label() {
        return timed.label("pytorch:gpu");
    }

    @Override
    public double seconds() {
        return SECONDS;
    }

    @Override
    public List<Figure> run() throws FailedTrialException {
        try {
            GpuTensorLibrary.Times times = GpuTensorLibrary.times(timed.gate().spec(), timed.dtype(), timed.tokens());
            return List.of(timed.figure(EAGER, nanos(times.eager())), timed.figure(COMPILED, nanos(times.compiled())));
        } catch (IllegalStateException failed) {
            throw new FailedTrialException(String.valueOf(failed.getMessage()), failed);
        }
    }

    private static double[] nanos(List<Double> micros) {
        return micros.stream().mapToDouble(one -> one * NANOS_PER_MICRO).toArray();
    }
}
