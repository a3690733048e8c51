package org.moegate.cli;

import com.google.inject.Guice;
import org.jspecify.annotations.Nullable;
import org.moegate.Backends;
import org.moegate.guice.MoeGateModule;
import org.moegate.guice.MoeGateOptions;

/** The backends at hand, wired as in an application. Commands without need of them never come here: Guice takes time to load. */
final class InstalledBackends {

    private InstalledBackends() {}

    /** All that are found; the choice among them is the user's where one is given. */
    static Backends of(@Nullable String forced) {
        MoeGateOptions options =
                new MoeGateOptions(forced, MoeGateOptions.defaults().threads());
        return Guice.createInjector(new MoeGateModule(options)).getInstance(Backends.class);
    }
}
