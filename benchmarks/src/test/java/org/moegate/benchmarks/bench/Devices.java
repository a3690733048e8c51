package org.moegate.benchmarks.bench;

import java.util.List;
import org.moegate.benchmarks.bench.Surroundings.Device;
import org.moegate.benchmarks.bench.Surroundings.Refusal;
import org.moegate.spi.Grade;

/** Devices for tests. */
final class Devices {

    private Devices() {}

    static Device bitExact(String backend, String id, int index, Refusal... refusals) {
        return new Device(backend, id, index, "a device", Grade.BIT_EXACT, "", List.of(refusals));
    }
}
