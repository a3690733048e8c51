package org.moegate.benchmarks.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.moegate.benchmarks.bench.Surroundings.Backend;
import org.moegate.benchmarks.bench.Surroundings.Device;

/** Which devices are to be timed. */
final class ChosenDevices {

    private ChosenDevices() {}

    /** The best device of each backend that can run. */
    static List<Device> best(List<Backend> backends) {
        return backends.stream()
                .filter(backend -> !backend.devices().isEmpty())
                .map(backend -> backend.devices().getFirst())
                .toList();
    }

    /**
     * The devices of some selectors, each once.
     *
     * @param selectors a name, or behind it a colon and a device, by id or index
     * @throws IllegalArgumentException if there is no such device, or its backend cannot run
     */
    static List<Device> of(List<String> selectors, List<Backend> backends) {
        List<Device> devices = new ArrayList<>();
        for (String selector : selectors) {
            devices.add(one(selector, backends));
        }
        return devices.stream().distinct().toList();
    }

    private static Device one(String selector, List<Backend> backends) {
        String[] parts = selector.split(":", 2);
        Backend backend = backends.stream()
                .filter(candidate -> candidate.name().equals(parts[0]))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("\"" + selector + "\": must be one of " + selectors(backends)));
        if (backend.devices().isEmpty()) {
            throw new IllegalArgumentException("\"" + selector + "\": cannot run here: " + backend.reason());
        }
        if (parts.length == 1) {
            return backend.devices().getFirst();
        }
        return backend.devices().stream()
                .filter(device -> device.id().equals(parts[1]) || ("" + device.index()).equals(parts[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + selector + "\": must be one of " + selectors(List.of(backend))));
    }

    private static String selectors(List<Backend> backends) {
        return backends.stream()
                .flatMap(backend -> backend.devices().stream())
                .map(Device::selector)
                .collect(Collectors.joining(", "));
    }
}
