package org.moegate.benchmarks;

import java.util.List;
import org.moegate.BackendStatus;
import org.moegate.Backends;
import org.moegate.cpu.CpuBackendProvider;

/** The one place where benchmarks get backends from. */
public final class BackendsHere {

    private BackendsHere() {}

    /** Every backend found, those that cannot run included. */
    public static List<BackendStatus> all() {
        return Backends.discover().statuses();
    }

    /**
     * One of them.
     *
     * @param selector {@code backend} or {@code backend:device}
     */
    public static Backends forced(String selector) {
        return Backends.builder().discover().force(selector).build();
    }

    /** The CPU backend without others: what is compared with floors and first calls is not to depend on drivers. */
    static Backends cpu() {
        return Backends.builder()
                .provider(new CpuBackendProvider())
                .force("cpu")
                .build();
    }
}
