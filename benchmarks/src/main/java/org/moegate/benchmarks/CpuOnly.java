package org.moegate.benchmarks;

import org.moegate.Backends;
import org.moegate.cpu.CpuBackendProvider;

/** The CPU backend without others: what is compared with floors and first calls is not to depend on drivers. */
final class CpuOnly {

    private CpuOnly() {}

    static Backends backends() {
        return Backends.builder()
                .provider(new CpuBackendProvider())
                .force("cpu")
                .build();
    }
}
