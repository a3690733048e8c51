package org.moegate.guice;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moegate.Backends;
import org.moegate.Selection;
import org.moegate.spi.BackendProvider;

/**
 * Binds, once for an injector:
 *
 * <ul>
 *   <li>{@link Backends}: those that {@link java.util.ServiceLoader} finds, as {@link Backends#discover} does, and the
 *       application's own, which it adds to a {@link Multibinder} of {@link BackendProvider};
 *   <li>{@link Selection}: the backend and device chosen, whatever the gate;
 *   <li>{@link GatePlanFactory}: compiles plans there.
 * </ul>
 *
 * {@snippet :
 * class Engine extends AbstractModule {
 *     @Override
 *     protected void configure() {
 *         install(new MoeGateModule(MoeGateOptions.defaults().withThreads(Threads.own(4))));
 *         Multibinder.newSetBinder(binder(), BackendProvider.class).addBinding().to(MyBackend.class); // where there is one
 *     }
 * }
 *
 * class Router {
 *     private final GatePlan plan;
 *
 *     @Inject
 *     Router(GatePlanFactory plans) {
 *         plan = plans.plan(ModelCatalogue.require("DeepSeek-V3").spec());
 *     }
 * }
 * }
 *
 * <p>A forced backend that cannot run fails where the choice is first injected: as a {@link
 * com.google.inject.ProvisionException} with a {@link org.moegate.BackendUnavailableException} as its cause, and in
 * {@link com.google.inject.Stage#PRODUCTION} as the injector is made.
 *
 * <p>Modules with equal options are the same to Guice, so that several parts of an application may install theirs.
 */
public final class MoeGateModule extends AbstractModule {

    private final MoeGateOptions options;

    /** With the default options. */
    public MoeGateModule() {
        this(MoeGateOptions.defaults());
    }

    /**
     * With an application's options.
     *
     * @param options the options
     */
    public MoeGateModule(MoeGateOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    // No method here provides anything by an annotation: for those Guice generates classes as it starts.
    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), BackendProvider.class);
        Provider<Set<BackendProvider>> own = getProvider(new Key<>() {});
        Provider<Backends> backends = getProvider(Backends.class);
        bind(Backends.class).toProvider(() -> backends(own.get())).in(Scopes.SINGLETON);
        bind(Selection.class).toProvider(() -> backends.get().select()).in(Scopes.SINGLETON);
        bind(GatePlanFactory.class)
                .toProvider(() -> new GatePlanFactory(backends.get(), options.threads()))
                .in(Scopes.SINGLETON);
    }

    /** The application's come first: one that is found too is then known already. */
    private Backends backends(Set<BackendProvider> own) {
        Backends.Builder builder = Backends.builder();
        own.forEach(builder::provider);
        builder.discover();
        if (options.backend() != null) {
            builder.force(options.backend());
        }
        return builder.build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MoeGateModule module && module.options.equals(options);
    }

    @Override
    public int hashCode() {
        return options.hashCode();
    }
}
