package org.moegate.benchmarks.bench;

import java.util.List;
import org.moegate.DType;
import org.moegate.spi.Grade;

/**
 * What a JVM like the measured ones finds here.
 *
 * @param cpu the processor, as the CPU backend describes it
 * @param backends all that were found, in order of choice
 * @param whyNoPyTorch empty where PyTorch's native libraries for the CPU can be loaded
 */
record Surroundings(String cpu, List<Backend> backends, String whyNoPyTorch) {

    /**
     * A backend.
     *
     * @param name its name
     * @param reason why it cannot run; empty if it can
     * @param devices best first; empty if it cannot run
     */
    record Backend(String name, String reason, List<Device> devices) {}

    /**
     * A device of a backend.
     *
     * @param backend the backend's name
     * @param id its id in its backend
     * @param index its place among its backend's devices
     * @param description what a person calls it
     * @param grade what the backend promises on it
     * @param caveat what a user should know; may be empty
     * @param refusals the gates that it cannot run
     */
    record Device(
            String backend,
            String id,
            int index,
            String description,
            Grade grade,
            String caveat,
            List<Refusal> refusals) {

        String selector() {
            return backend + ":" + id;
        }
    }

    /**
     * A gate that a device cannot run.
     *
     * @param model the gate
     * @param dtype the logits' element type
     * @param reason why
     */
    record Refusal(String model, DType dtype, String reason) {}
}
