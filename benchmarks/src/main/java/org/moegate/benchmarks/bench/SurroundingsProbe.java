package org.moegate.benchmarks.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.moegate.BackendStatus;
import org.moegate.DType;
import org.moegate.PlanRequest;
import org.moegate.benchmarks.BackendsHere;
import org.moegate.benchmarks.ForkedJava;
import org.moegate.benchmarks.GateName;
import org.moegate.benchmarks.MachineLine;
import org.moegate.benchmarks.TensorLibrary;
import org.moegate.benchmarks.bench.Surroundings.Backend;
import org.moegate.benchmarks.bench.Surroundings.Device;
import org.moegate.benchmarks.bench.Surroundings.Refusal;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import tools.jackson.databind.json.JsonMapper;

/** Looks around in a process of its own: in one with the flags of those that are measured, which drivers may end as well. */
final class SurroundingsProbe {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private SurroundingsProbe() {}

    /**
     * Looks around.
     *
     * @param models gates, to see which of them the devices run
     */
    static Surroundings look(List<GateName> models) {
        String[] names = models.stream().map(GateName::name).toArray(String[]::new);
        return MAPPER.readValue(ForkedJava.answerOf(SurroundingsProbe.class, names), Surroundings.class);
    }

    /** Answers with what it sees. */
    public static void main(String[] args) {
        List<GateName> models = Arrays.stream(args).map(GateName::of).toList();
        List<Backend> backends = BackendsHere.all().stream()
                .map(status -> backend(status, models))
                .toList();
        ForkedJava.answer(
                MAPPER.writeValueAsString(new Surroundings(MachineLine.cpu(), backends, TensorLibrary.whyMissing())));
    }

    private static Backend backend(BackendStatus status, List<GateName> models) {
        List<Device> devices = new ArrayList<>();
        for (GateDevice device : status.devices()) {
            devices.add(new Device(
                    status.name(),
                    device.id(),
                    devices.size(),
                    device.description(),
                    device.grade(),
                    device.caveat(),
                    refusals(status, device, models)));
        }
        return new Backend(status.name(), status.availability().reason(), devices);
    }

    private static List<Refusal> refusals(BackendStatus status, GateDevice device, List<GateName> models) {
        return models.stream()
                .flatMap(model -> Stream.of(DType.values()).flatMap(dtype -> {
                    Capability support =
                            status.supports(device, PlanRequest.of(model.spec()).withLogits(dtype));
                    return support.possible()
                            ? Stream.empty()
                            : Stream.of(new Refusal(model.name(), dtype, support.reason()));
                }))
                .toList();
    }
}
