package org.moegate;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;

/** What discovery learned of one backend. */
public final class BackendStatus {

    static final Comparator<BackendStatus> ORDER_OF_CHOICE = Comparator.comparing(BackendStatus::cannotRun)
            .thenComparing(Comparator.comparingInt(BackendStatus::priority).reversed())
            .thenComparing(BackendStatus::name);

    private final String name;
    private final int priority;
    private final Capability availability;
    private final List<GateDevice> devices;
    private final Class<?> origin;
    private final @Nullable BackendProvider provider;

    private BackendStatus(
            String name,
            int priority,
            Capability availability,
            List<GateDevice> devices,
            Class<?> origin,
            @Nullable BackendProvider provider) {
        this.name = name;
        this.priority = priority;
        this.availability = availability;
        this.devices = devices;
        this.origin = origin;
        this.provider = provider;
    }

    static BackendStatus of(String name, BackendProvider provider) {
        Capability availability = Objects.requireNonNull(provider.availability(), "availability() = null");
        List<GateDevice> devices = availability.possible() ? devices(provider) : List.of();
        if (availability.possible() && devices.isEmpty()) {
            availability = Capability.no("it says that it can run but names no device");
        }
        return new BackendStatus(name, provider.priority(), availability, devices, provider.getClass(), provider);
    }

    private static List<GateDevice> devices(BackendProvider provider) {
        List<GateDevice> devices = Objects.requireNonNull(provider.devices(), "devices() = null");
        for (GateDevice device : devices) {
            Objects.requireNonNull(device, "devices() holds null");
        }
        return List.copyOf(devices);
    }

    static BackendStatus broken(String name, Class<?> origin, String reason) {
        return new BackendStatus(name, 0, Capability.no(reason), List.of(), origin, null);
    }

    /**
     * The backend's name, or that of its class if it could not even say so.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Its place in automatic selection; the highest wins.
     *
     * @return any int
     */
    public int priority() {
        return priority;
    }

    /**
     * Whether it can run here, and if not, why.
     *
     * @return the answer
     */
    public Capability availability() {
        return availability;
    }

    /**
     * Its devices, best first.
     *
     * @return an immutable list, empty where it cannot run
     */
    public List<GateDevice> devices() {
        return devices;
    }

    /**
     * Whether one of its devices can run a request. A backend that throws at the question cannot.
     *
     * @param device one of {@link #devices()}
     * @param request the gate asked for
     * @return yes, or why not
     */
    public Capability supports(GateDevice device, PlanRequest request) {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(request, "request");
        try {
            return Objects.requireNonNull(provider().supports(device, request), "supports() = null");
        } catch (Throwable e) {
            return Capability.no(failed("it failed when asked about it", e));
        }
    }

    /**
     * What one of its devices runs for a request, and why.
     *
     * @param device one of {@link #devices()}
     * @param request a request that {@link #supports} has agreed to
     * @return lines for people, as {@link BackendProvider#explain} has them, or what the backend threw at the question; empty
     *     where it does not say
     */
    public List<String> explain(GateDevice device, PlanRequest request) {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(request, "request");
        try {
            return List.copyOf(Objects.requireNonNull(provider().explain(device, request), "explain() = null"));
        } catch (Throwable e) {
            return List.of(failed("it failed to explain it", e));
        }
    }

    private String failed(String what, Throwable thrown) {
        ProviderFailure failure = new ProviderFailure(what, thrown);
        failure.log(name);
        return failure.reason();
    }

    private boolean cannotRun() {
        return !availability.possible();
    }

    Class<?> origin() {
        return origin;
    }

    BackendProvider provider() {
        return Objects.requireNonNull(provider, "a backend that is broken is never chosen");
    }

    @Override
    public String toString() {
        return name + (availability.possible() ? ": " + devices : ": cannot run: " + availability.reason());
    }
}
