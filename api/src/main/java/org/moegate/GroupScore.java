package org.moegate;

import java.util.Locale;

/** How the choices of a group's experts become the score by which groups are kept. */
public enum GroupScore {
    /** The sum of the two best choices (DeepSeek-V3); the one choice of a group of one expert. */
    TOP2_SUM,
    /** The best choice (DeepSeek-V2). */
    MAX;

    /**
     * The value of the {@code group_score} field.
     *
     * @return the lower-case name
     */
    public String configName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
