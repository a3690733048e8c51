package org.moegate.conformance.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.ServiceLoader;
import org.moegate.DType;
import org.moegate.ModelCatalogue;
import org.moegate.PlanRequest;
import org.moegate.conformance.Rule;
import org.moegate.conformance.judge.Subject;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.GateDevice;

/** What a provider says of itself. */
public interface ProviderRules {

    @Rule(
            value = "A backend's name is of lower-case letters, digits and hyphens",
            contract = "7.1",
            check = "BackendProvider.name(): users type it as backend or backend:device.")
    default void nameCanBeTyped(Subject gate) {
        String name = gate.provider().name();
        assertTrue(name.matches("[a-z0-9-]+"), "name() = \"" + name + "\"");
    }

    @Rule(
            value = "ServiceLoader finds the backend",
            contract = "7.1",
            check = "META-INF/services/org.moegate.spi.BackendProvider, and `provides` in a module descriptor.",
            skipped = "The provider is not declared as a service: engines can only be handed it.")
    default void isFoundByServiceLoader(Subject gate) {
        Class<?> provider = gate.provider().getClass();
        List<Class<?>> found = ServiceLoader.load(BackendProvider.class).stream()
                .<Class<?>>map(ServiceLoader.Provider::type)
                .toList();
        assumeTrue(found.contains(provider), provider.getName() + " is not declared as a service, found: " + found);
        long namesakes = ServiceLoader.load(BackendProvider.class).stream()
                .filter(other -> other.get().name().equals(gate.provider().name()))
                .count();
        assertEquals(1, namesakes, "services of the name " + gate.provider().name());
    }

    @Rule(
            value = "A backend says whether it can run as often as it is asked, and the same each time",
            contract = "7.2",
            check = "BackendProvider.availability() and devices() hold no state and release what they open.")
    default void availabilityCanBeAskedAgain(Subject gate) {
        List<String> ids = ids(gate.provider());
        for (int i = 0; i < 10; i++) {
            assertTrue(gate.provider().availability().possible(), "availability() turned to no");
            assertEquals(ids, ids(gate.provider()), "devices() changed");
        }
    }

    @Rule(
            value = "An available backend names its devices, each with its own id",
            contract = "7.3",
            check = "BackendProvider.devices(): two cards of one kind need different ids.")
    default void devicesDiffer(Subject gate) {
        List<String> ids = ids(gate.provider());
        assertFalse(ids.isEmpty(), "devices() is empty");
        assertEquals(ids.stream().distinct().toList(), ids);
    }

    @Rule(
            value = "What a device supports it compiles, for every model of the catalogue",
            contract = "7.4",
            check = "BackendProvider.supports() must refuse what compile() cannot do.")
    default void supportedRequestsCompile(Subject gate) {
        for (ModelCatalogue.Model model : ModelCatalogue.models()) {
            for (DType dtype : DType.values()) {
                PlanRequest request = PlanRequest.of(model.spec()).withLogits(dtype);
                gate.withPlan(request, plan -> assertEquals(request, plan.request()));
            }
        }
    }

    private static List<String> ids(BackendProvider provider) {
        return provider.devices().stream().map(GateDevice::id).toList();
    }
}
