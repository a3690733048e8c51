package org.moegate;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.moegate.spi.BackendException;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;

/** A backend and a device, and why these. */
public final class Selection {

    private static final Logger LOG = System.getLogger("org.moegate");

    /** Engines compile a plan for every shape they have; each choice is news only once. */
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private static final String NOT_COMPILED = "it failed to compile it";

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
     * @throws BackendException if the device or its compiler fails
     */
    public GatePlan compile(PlanRequest request) {
        Objects.requireNonNull(request, "request");
        var support = backend.supports(device, request);
        if (!support.possible()) {
            throw new BackendUnavailableException(selector() + " cannot run this gate: " + support.reason());
        }
        GatePlan plan = new GatePlan(request, backend.name(), device, kernel(request));
        if (LOGGED.add(toString())) {
            LOG.log(Level.INFO, "moegate runs on {0}", this);
        }
        return plan;
    }

    private GateKernel kernel(PlanRequest request) {
        try {
            return Objects.requireNonNull(backend.provider().compile(device, request), "compile() = null");
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable undeclared) {
            throw new BackendException(
                    selector() + ": " + new ProviderFailure(NOT_COMPILED, undeclared).reason(), undeclared);
        }
    }

    /** What a device that cannot compile leaves for the next one in line: the reason, and a word in the log. */
    Capability refusal(Throwable thrown) {
        ProviderFailure failure = new ProviderFailure(NOT_COMPILED, thrown);
        failure.log(selector());
        if (LOGGED.add("not " + selector())) {
            LOG.log(Level.WARNING, "moegate passes over {0}: {1}", selector(), failure.reason());
        }
        return Capability.no(failure.reason());
    }

    /** As users force it. */
    String selector() {
        return backend.name() + ":" + device.id();
    }

    /** One line: backend, device, description, origin of the choice, caveat. */
    @Override
    public String toString() {
        String line = selector() + " (" + device.description() + "), " + origin;
        return device.caveat().isEmpty() ? line : line + "; " + device.caveat();
    }
}
