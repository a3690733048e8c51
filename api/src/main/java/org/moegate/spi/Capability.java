package org.moegate.spi;

import java.util.Objects;

/**
 * Whether something can run, and if not, why.
 *
 * @param possible true if it can
 * @param reason if it cannot, a sentence the user can act on; otherwise empty
 */
public record Capability(boolean possible, String reason) {

    private static final Capability YES = new Capability(true, "");

    /** A refusal without a reason helps nobody, so it is refused itself. */
    public Capability {
        Objects.requireNonNull(reason, "reason");
        if (possible != reason.isEmpty()) {
            throw new IllegalArgumentException(
                    "reason = \"" + reason + "\": must be empty exactly where possible is true");
        }
    }

    /**
     * It can run.
     *
     * @return the affirmative
     */
    public static Capability yes() {
        return YES;
    }

    /**
     * It cannot run.
     *
     * @param reason why, and what the user can do about it
     * @return the refusal
     */
    public static Capability no(String reason) {
        return new Capability(false, reason);
    }
}
