package org.moegate.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured.
 *
 * @param all in the order measured
 */
record Measurements(List<Measurement> all) {

    /** The measurement of a benchmark with these parameters, whatever others it has; empty if it was left out. */
    Optional<Measurement> find(Class<?> benchmark, Map<String, String> parameters) {
        return all.stream()
                .filter(one -> one.benchmark().equals(benchmark.getSimpleName()))
                .filter(one -> one.parameters().entrySet().containsAll(parameters.entrySet()))
                .findFirst();
    }
}
