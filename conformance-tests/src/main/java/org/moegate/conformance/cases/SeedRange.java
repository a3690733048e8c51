package org.moegate.conformance.cases;

import java.util.stream.LongStream;

/**
 * Neighbouring seeds of random cases.
 *
 * @param first the first of them
 * @param end one more than the last
 */
public record SeedRange(long first, long end) {

    /** Each of them. */
    public LongStream seeds() {
        return LongStream.range(first, end);
    }

    @Override
    public String toString() {
        return end - first == 1 ? "seed " + first : "seeds " + first + " to " + (end - 1);
    }
}
