package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.Backends;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.spi.Grade;

@DisplayName("Of the backends that are found,")
class KitDevicesTest {

    @Test
    @DisplayName("every device is tested, and those that cannot run are told with their reason")
    void testsAllThatCanRun() {
        Backends backends = Backends.builder()
                .provider(new Idle("abacus", Capability.yes()))
                .provider(new Idle("slide-rule", Capability.no("the slide is stuck")))
                .build();
        assertEquals(
                new KitDevices(
                        Optional.empty(),
                        List.of("abacus:wood", "abacus:ivory"),
                        List.of("slide-rule: cannot run: the slide is stuck")),
                KitDevices.all(backends));
    }

    @Test
    @DisplayName("none can run is a failure with every reason")
    void failsWithoutAny() {
        Backends backends = Backends.builder()
                .provider(new Idle("slide-rule", Capability.no("the slide is stuck")))
                .build();
        FailedRunException failure = assertThrows(FailedRunException.class, () -> KitDevices.all(backends));
        assertEquals("no backend can run here: slide-rule: cannot run: the slide is stuck", failure.getMessage());
    }

    /** Never asked to compile anything. */
    private record Idle(String name, Capability availability) implements BackendProvider {

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public List<GateDevice> devices() {
            return availability.possible() ? List.of(device("wood"), device("ivory")) : List.of();
        }

        private static GateDevice device(String id) {
            return new GateDevice(id, "beads of " + id, Grade.BIT_EXACT, "");
        }

        @Override
        public GateKernel compile(GateDevice device, PlanRequest request) {
            throw new UnsupportedOperationException();
        }
    }
}
