package org.moegate.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moegate.BackendStatus;
import org.moegate.Backends;
import org.moegate.Selection;

/**
 * The devices to be held to the contract.
 *
 * @param selector which of them the kit is to test; empty for all that can run
 * @param names as {@code backend:device}, at least one
 * @param untested backends that would be tested too but cannot run, each with the reason
 */
record KitDevices(Optional<String> selector, List<String> names, List<String> untested) {

    /** Fails with the reason where there is nothing that could be tested. */
    static KitDevices of(@Nullable String backend) {
        return backend == null ? all(InstalledBackends.of(null)) : forced(InstalledBackends.of(backend), backend);
    }

    static KitDevices all(Backends backends) {
        List<String> names = backends.statuses().stream()
                .flatMap(status -> names(status).stream())
                .toList();
        List<String> untested = backends.statuses().stream()
                .filter(status -> !status.availability().possible())
                .map(BackendStatus::toString)
                .toList();
        if (names.isEmpty()) {
            throw new FailedRunException("no backend can run here"
                    + (untested.isEmpty() ? ", none was found" : ": " + String.join("; ", untested)));
        }
        return new KitDevices(Optional.empty(), names, untested);
    }

    /** What was forced is one device, by its id or index, or all of a backend, of which the first is selected. */
    private static KitDevices forced(Backends backends, String backend) {
        Selection selection = backends.select();
        if (backend.contains(":")) {
            String name = name(selection.backend(), selection.device().id());
            return new KitDevices(Optional.of(name), List.of(name), List.of());
        }
        List<String> names = backends.statuses().stream()
                .filter(status -> status.name().equals(selection.backend()))
                .flatMap(status -> names(status).stream())
                .toList();
        return new KitDevices(Optional.of(selection.backend()), names, List.of());
    }

    private static List<String> names(BackendStatus status) {
        return status.devices().stream()
                .map(device -> name(status.name(), device.id()))
                .toList();
    }

    private static String name(String backend, String device) {
        return backend + ":" + device;
    }
}
