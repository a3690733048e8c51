package org.moegate.benchmarks;

import com.google.inject.Guice;
import java.util.List;
import org.moegate.BackendStatus;
import org.moegate.Backends;
import org.moegate.cpu.CpuBackendProvider;
import org.moegate.guice.MoeGateModule;
import org.moegate.guice.MoeGateOptions;

/** The one place where benchmarks get backends from, wired as in an application. */
public final class BackendsHere {

    private BackendsHere() {}

    /** Every backend found, those that cannot run included. */
    public static List<BackendStatus> all() {
        return wired(MoeGateOptions.defaults()).statuses();
    }

    /**
     * One of them.
     *
     * @param selector {@code backend} or {@code backend:device}
     */
    public static Backends forced(String selector) {
        return wired(MoeGateOptions.defaults().withBackend(selector));
    }

    private static Backends wired(MoeGateOptions options) {
        return Guice.createInjector(new MoeGateModule(options)).getInstance(Backends.class);
    }

    /** The CPU backend without others: what is compared with floors and first calls is not to depend on drivers. */
    static Backends cpu() {
        return Backends.builder()
                .provider(new CpuBackendProvider())
                .force("cpu")
                .build();
    }
}
