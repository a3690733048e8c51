package org.moegate.docs.snippets;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.multibindings.Multibinder;
import jakarta.inject.Inject;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.ModelCatalogue;
import org.moegate.guice.GatePlanFactory;
import org.moegate.guice.MoeGateModule;
import org.moegate.spi.BackendProvider;

/** docs/guice.md. */
final class WithGuice {

    private WithGuice() {}

    static Injector injector() {
        Injector injector = Guice.createInjector(new MoeGateModule(), new EngineModule());
        return injector;
    }

    static final class EngineModule extends AbstractModule {

        @Override
        protected void configure() {
            Multibinder.newSetBinder(binder(), BackendProvider.class)
                    .addBinding()
                    .to(MyBackend.class);
        }
    }

    static final class Router {

        final GatePlan plan;

        @Inject
        Router(GatePlanFactory plans) {
            plan = plans.plan(ModelCatalogue.require("DeepSeek-V3").spec(), DType.BF16, DType.F32);
        }
    }
}
