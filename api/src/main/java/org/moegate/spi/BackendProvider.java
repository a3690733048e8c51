package org.moegate.spi;

import java.util.List;
import org.moegate.PlanRequest;

/**
 * A backend, as {@link java.util.ServiceLoader} finds it: declared with {@code provides} in a module descriptor and in
 * {@code META-INF/services/org.moegate.spi.BackendProvider}, with a public constructor without parameters.
 *
 * <p>A provider class must load on every machine, so it holds no field, parameter or superclass of an optional library;
 * those belong in classes that it touches only once {@link #availability()} has said yes. Implementations are safe for use
 * by many threads.
 */
public interface BackendProvider {

    /**
     * The name users select it by.
     *
     * @return lower-case letters, digits and hyphens, such as {@code cpu}
     */
    String name();

    /**
     * The order of automatic selection: of the backends that can run, the highest wins. CPUs are at 0, GPUs above.
     *
     * @return any int
     */
    int priority();

    /**
     * Whether this backend can run on this machine now. A missing driver, device or flag is an answer, not an exception.
     *
     * @return yes, or why not
     */
    Capability availability();

    /**
     * The devices it can run on, best first.
     *
     * @return at least one where {@link #availability()} says yes; otherwise empty
     */
    List<GateDevice> devices();

    /**
     * Whether a device can run a request.
     *
     * @param device one of {@link #devices()}
     * @param request the gate asked for
     * @return yes, or why not
     */
    default Capability supports(GateDevice device, PlanRequest request) {
        return Capability.yes();
    }

    /**
     * What a device runs for a request and why, in words: for people who wonder about a time, or about a kernel's name in a
     * profile. The answer is for a plan that is warm, in a process that has room for its kernel. It is found without compiling
     * anything and without touching the device any more than {@link #devices()} does.
     *
     * @param device one of {@link #devices()}
     * @param request a request that {@link #supports} has agreed to
     * @return a line such as {@code lanes: built for the gate, 32 work-items a row}, with what the choice was made by; several
     *     where it depends on the size of the batch, each starting with the sizes that it is for; none where the backend does not say
     */
    default List<String> explain(GateDevice device, PlanRequest request) {
        return List.of();
    }

    /**
     * Compiles a gate.
     *
     * @param device one of {@link #devices()}
     * @param request a request that {@link #supports} has agreed to
     * @return the kernel, closed by the plan that owns it
     * @throws BackendException if the device or its compiler fails
     */
    GateKernel compile(GateDevice device, PlanRequest request);
}
