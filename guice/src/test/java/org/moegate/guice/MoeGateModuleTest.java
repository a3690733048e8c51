package org.moegate.guice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.BackendStatus;
import org.moegate.BackendUnavailableException;
import org.moegate.Backends;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.Selection;
import org.moegate.Threads;
import org.moegate.cpu.CpuBackendProvider;
import org.moegate.spi.BackendProvider;

@DisplayName("The Guice module")
class MoeGateModuleTest {

    private static final GateSpec SPEC = GateSpec.builder(4, 2).build();
    private static final MoeGateOptions DEFAULTS = MoeGateOptions.defaults();
    private static final String NO_ABACUS = "backend \"abacus\", forced by the caller, is not among those found: cpu";

    @BeforeEach
    @AfterEach
    void clearProperty() {
        System.clearProperty(Backends.PROPERTY);
    }

    @Test
    @DisplayName("binds what is found and the choice among it, once for an injector")
    void bindsWhatIsFound() {
        Injector injector = Guice.createInjector(new MoeGateModule());

        assertEquals(List.of("cpu"), names(injector));
        assertEquals("cpu", injector.getInstance(Selection.class).backend());
        for (Class<?> type : List.of(Backends.class, Selection.class, GatePlanFactory.class)) {
            assertSame(injector.getInstance(type), injector.getInstance(type));
        }
    }

    @Test
    @DisplayName("compiles plans that route, for float32 unless said otherwise")
    void compilesPlans() {
        GatePlanFactory plans = Guice.createInjector(new MoeGateModule()).getInstance(GatePlanFactory.class);
        int[] ids = new int[2];
        try (GatePlan plan = plans.plan(SPEC)) {
            plan.route(1, new float[] {1, 3, 2, 0}, new float[4], ids, new float[2]);
            assertEquals(PlanRequest.of(SPEC), plan.request());
        }
        assertArrayEquals(new int[] {1, 2}, ids);
        try (GatePlan plan = plans.plan(SPEC, DType.BF16, null)) {
            assertEquals(new PlanRequest(SPEC, DType.BF16, null), plan.request());
        }
    }

    @Test
    @DisplayName("has plans use the threads of the options")
    void permitsThreads() {
        Injector injector = Guice.createInjector(new MoeGateModule(DEFAULTS.withThreads(Threads.own(3))));
        try (GatePlan plan = injector.getInstance(GatePlanFactory.class).plan(SPEC)) {
            assertEquals(Threads.own(3), plan.request().threads());
        }
    }

    @Test
    @DisplayName("forces the backend of the options, before that of the system property")
    void forces() {
        System.setProperty(Backends.PROPERTY, "abacus");
        Injector injector = Guice.createInjector(new MoeGateModule(DEFAULTS.withBackend("cpu:scalar")));

        assertEquals("scalar", injector.getInstance(Selection.class).device().id());
        try (GatePlan plan = injector.getInstance(GatePlanFactory.class).plan(SPEC)) {
            assertEquals("scalar", plan.device().id());
        }
    }

    @Test
    @DisplayName("leaves the choice to the system property where the options force nothing")
    void leavesTheChoice() {
        System.setProperty(Backends.PROPERTY, "cpu:scalar");
        Injector injector = Guice.createInjector(new MoeGateModule());
        assertEquals("scalar", injector.getInstance(Selection.class).device().id());
    }

    @Test
    @DisplayName("adds the application's own backends, which are chosen by their priority")
    void addsOwnBackends() {
        Injector injector = Guice.createInjector(
                new MoeGateModule(), own(new OwnProvider("slow", -1)), own(new OwnProvider("fast", 1)));

        assertEquals(List.of("fast", "cpu", "slow"), names(injector));
        assertEquals("fast", injector.getInstance(Selection.class).backend());
    }

    @Test
    @DisplayName("takes an own backend that is found as well for one and the same")
    void knowsOwnBackendsThatAreFound() {
        Injector injector = Guice.createInjector(new MoeGateModule(), own(new CpuBackendProvider()));
        assertEquals(List.of("cpu"), names(injector));
    }

    @Test
    @DisplayName("fails with the library's sentence where a backend that is not there is forced")
    void failsWithTheSentence() {
        Injector injector = Guice.createInjector(new MoeGateModule(DEFAULTS.withBackend("abacus")));

        ProvisionException choice = assertThrows(ProvisionException.class, () -> injector.getInstance(Selection.class));
        assertInstanceOf(BackendUnavailableException.class, choice.getCause());
        assertEquals(NO_ABACUS, choice.getCause().getMessage());
        assertTrue(choice.toString().contains(NO_ABACUS), choice::toString);

        GatePlanFactory plans = injector.getInstance(GatePlanFactory.class);
        assertEquals(
                NO_ABACUS,
                assertThrows(BackendUnavailableException.class, () -> plans.plan(SPEC))
                        .getMessage());
    }

    @Test
    @DisplayName("fails as early as that in production")
    void failsEarlyInProduction() {
        MoeGateModule module = new MoeGateModule(DEFAULTS.withBackend("abacus"));
        CreationException failure =
                assertThrows(CreationException.class, () -> Guice.createInjector(Stage.PRODUCTION, module));
        assertTrue(failure.toString().contains(NO_ABACUS), failure::toString);
    }

    @Test
    @DisplayName("shares nothing between injectors")
    void sharesNothing() {
        MoeGateModule module = new MoeGateModule();
        Injector one = Guice.createInjector(module, own(new OwnProvider("own", 1)));
        Injector other = Guice.createInjector(module);

        assertNotSame(one.getInstance(Backends.class), other.getInstance(Backends.class));
        assertEquals("own", one.getInstance(Selection.class).backend());
        assertEquals("cpu", other.getInstance(Selection.class).backend());
    }

    @Test
    @DisplayName("may be installed twice with equal options, never with different ones")
    void maybeInstalledTwice() {
        Injector injector = Guice.createInjector(
                new MoeGateModule(DEFAULTS.withBackend("cpu")), new MoeGateModule(DEFAULTS.withBackend("cpu")));
        assertEquals("cpu", injector.getInstance(Selection.class).backend());

        assertThrows(
                CreationException.class,
                () -> Guice.createInjector(new MoeGateModule(), new MoeGateModule(DEFAULTS.withBackend("cpu"))));
    }

    private static Module own(BackendProvider provider) {
        return binder -> Multibinder.newSetBinder(binder, BackendProvider.class)
                .addBinding()
                .toInstance(provider);
    }

    private static List<String> names(Injector injector) {
        return injector.getInstance(Backends.class).statuses().stream()
                .map(BackendStatus::name)
                .toList();
    }
}
