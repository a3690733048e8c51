package org.moegate.spi;

import java.util.Objects;

/**
 * A place where a backend can run a gate: a GPU, or one code path of a CPU.
 *
 * @param id unique within its backend, without spaces or colons; users write it as {@code backend:id}
 * @param description what a person calls it
 * @param grade what the backend promises on it
 * @param caveat what a user should know when this device is chosen, such as a flag that would make it faster; may be empty
 */
public record GateDevice(String id, String description, Grade grade, String caveat) {

    /** Checks the id. */
    public GateDevice {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(grade, "grade");
        Objects.requireNonNull(caveat, "caveat");
        if (!id.matches("[^\\s:]+")) {
            throw new IllegalArgumentException("id = \"" + id + "\": must not be empty nor hold spaces or colons");
        }
    }
}
