package org.moegate.conformance.rules;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a process held of everything at one time. */
final class Footprint {

    private final Map<Holding, Long> held = new EnumMap<>(Holding.class);

    /** Of these kinds, each of which somebody counts. */
    static Footprint now(Set<Holding> holdings) {
        Footprint footprint = new Footprint();
        for (Holding holding : holdings) {
            footprint.held.put(holding, holding.held().orElseThrow());
        }
        return footprint;
    }

    /** How much more of a kind there was than in an earlier one. */
    long growth(Holding holding, Footprint since) {
        return of(holding) - since.of(holding);
    }

    private long of(Holding holding) {
        return Objects.requireNonNull(held.get(holding));
    }
}
