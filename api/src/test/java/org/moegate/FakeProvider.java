package org.moegate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.spi.Grade;

/** A provider that says what it was told to say. */
final class FakeProvider implements BackendProvider {

    final List<FakeKernel> compiled = new ArrayList<>();

    private final String name;
    private final int priority;
    private final List<GateDevice> devices;
    private Capability availability = Capability.yes();
    private List<String> explanation = List.of();
    private @Nullable RuntimeException failure;
    private BiFunction<GateDevice, PlanRequest, Capability> supports = (device, request) -> Capability.yes();

    FakeProvider(String name, int priority, String... deviceIds) {
        this.name = name;
        this.priority = priority;
        this.devices = new ArrayList<>();
        for (String id : deviceIds) {
            devices.add(new GateDevice(id, "device " + id + " of " + name, Grade.CONFORMANT, ""));
        }
    }

    FakeProvider unavailable(String reason) {
        availability = Capability.no(reason);
        return this;
    }

    FakeProvider refusing(String deviceId, String reason) {
        supports = (device, request) -> device.id().equals(deviceId) ? Capability.no(reason) : Capability.yes();
        return this;
    }

    FakeProvider failing(RuntimeException whenItCompiles) {
        failure = whenItCompiles;
        return this;
    }

    FakeProvider explaining(String... lines) {
        explanation = List.of(lines);
        return this;
    }

    FakeProvider caveat(String caveat) {
        devices.replaceAll(device -> new GateDevice(device.id(), device.description(), device.grade(), caveat));
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public Capability availability() {
        return availability;
    }

    @Override
    public List<GateDevice> devices() {
        return devices;
    }

    @Override
    public Capability supports(GateDevice device, PlanRequest request) {
        return supports.apply(device, request);
    }

    @Override
    public List<String> explain(GateDevice device, PlanRequest request) {
        return explanation;
    }

    @Override
    public GateKernel compile(GateDevice device, PlanRequest request) {
        if (failure != null) {
            throw failure;
        }
        FakeKernel kernel = new FakeKernel();
        compiled.add(kernel);
        return kernel;
    }
}
