package org.moegate.conformance.judge;

/**
 * The smallest difference of choices that decides a row.
 *
 * @param size how large it is
 * @param who between whom
 */
record Gap(double size, String who) {

    /** Where rules on ties and order alone decide. */
    static final Gap NONE = new Gap(Double.POSITIVE_INFINITY, "");

    Gap orSmaller(Gap other) {
        return other.size < size ? other : this;
    }

    @Override
    public String toString() {
        return size == Double.POSITIVE_INFINITY
                ? "no gap: the order of equal choices, or infinities, decide"
                : "%.3g between %s".formatted(size, who);
    }
}
