package org.moegate.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.PlanRequest;

/** The plans of one run, each compiled once and kept for every later input of the same spec and types. */
final class Plans implements AutoCloseable {

    private final Backends backends;
    private final Map<PlanRequest, GatePlan> compiled = new LinkedHashMap<>();

    Plans(Backends backends) {
        this.backends = backends;
    }

    boolean has(PlanRequest request) {
        return compiled.containsKey(request);
    }

    GatePlan plan(PlanRequest request) {
        return compiled.computeIfAbsent(request, backends::plan);
    }

    @Override
    public void close() {
        compiled.values().forEach(GatePlan::close);
    }
}
