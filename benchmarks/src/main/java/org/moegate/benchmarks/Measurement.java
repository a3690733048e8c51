package org.moegate.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * One benchmark with one set of parameters.
 *
 * @param benchmark its class, without the package
 * @param parameters their values by name
 * @param nanos a call, the median of all iterations: one that something disturbed does not count
 * @param bytes allocated a call, the median likewise
 */
record Measurement(String benchmark, Map<String, String> parameters, double nanos, double bytes) {

    private static final double MEDIAN = 50;
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    static Measurement of(RunResult result) {
        BenchmarkParams params = result.getParams();
        Map<String, String> parameters = new HashMap<>();
        params.getParamsKeys().forEach(key -> parameters.put(key, params.getParam(key)));
        String[] name = params.getBenchmark().split("\\.", -1);
        Result<?> allocated =
                Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED), ALLOCATED);
        return new Measurement(
                name[name.length - 2], Map.copyOf(parameters), median(result.getPrimaryResult()), median(allocated));
    }

    private static double median(Result<?> iterations) {
        return iterations.getStatistics().getPercentile(MEDIAN);
    }

    /** The call's time shared among its rows, which every benchmark here calls tokens. */
    double nanosPerRow() {
        return nanos / Integer.parseInt(Objects.requireNonNull(parameters.get("tokens"), "tokens"));
    }
}
