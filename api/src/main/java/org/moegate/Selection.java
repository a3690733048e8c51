package org.moegate;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.moegate.spi.GateDevice;

/** A backend and a device, and why these. */
public final class Selection {

    private static final Logger LOG = System.getLogger("org.moegate");

    /** Engines compile a plan for every shape they have; each choice is news only once. */
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private final BackendStatus backend;
    private final GateDevice device;
    private final String origin;
    private final List<String> report;

    Selection(BackendStatus backend, GateDevice device, String origin, List<String> report) {
        this.backend = backend;
        this.device = device;
        this.origin = origin;
        this.report = List.copyOf(report);
    }

    /**
     * The backend chosen.
     *
     * @return its name
     */
    public String backend() {
        return backend.name();
    }

    /**
     * The device chosen.
     *
     * @return one of the backend's devices
     */
    public GateDevice device() {
        return device;
    }

    /**
     * The whole decision: a line for each candidate that was looked at and what became of it.
     *
     * @return the lines
     */
    public List<String> report() {
        return report;
    }

    /**
     * Compiles a gate on the device chosen. The first plan of a process that runs there is logged as INFO.
     *
     * @param request the gate asked for
     * @return a plan, to be closed by the caller
     * @throws BackendUnavailableException if the device cannot run this request
     */
    public GatePlan compile(PlanRequest request) {
        Objects.requireNonNull(request, "request");
        var support = backend.supports(device, request);
        if (!support.possible()) {
            throw new BackendUnavailableException(
                    backend.name() + ":" + device.id() + " cannot run this gate: " + support.reason());
        }
        GatePlan plan =
                new GatePlan(request, backend.name(), device, backend.provider().compile(device, request));
        if (LOGGED.add(toString())) {
            LOG.log(Level.INFO, "moegate runs on {0}", this);
        }
        return plan;
    }

    /** One line: backend, device, description, origin of the choice, caveat. */
    @Override
    public String toString() {
        String line = backend.name() + ":" + device.id() + " (" + device.description() + "), " + origin;
        return device.caveat().isEmpty() ? line : line + "; " + device.caveat();
    }
}
