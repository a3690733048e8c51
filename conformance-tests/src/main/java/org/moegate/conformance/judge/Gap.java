package org.moegate.conformance.judge;

/**
 * What separates two choices, and so decides a row.
 *
 * @param size how large it is; infinite for a tie, as the rules on ties leave nothing open
 * @param who between whom
 */
record Gap(double size, String who) {

    /** Where nothing is to be decided. */
    static final Gap NONE = tie("");

    static Gap tie(String who) {
        return new Gap(Double.POSITIVE_INFINITY, who);
    }

    Gap orSmaller(Gap other) {
        return other.size < size ? other : this;
    }

    @Override
    public String toString() {
        return size == Double.POSITIVE_INFINITY
                ? who + " tie: the lower index comes first"
                : "%.3g between %s".formatted(size, who);
    }
}
