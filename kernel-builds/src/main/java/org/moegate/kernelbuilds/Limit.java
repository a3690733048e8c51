package org.moegate.kernelbuilds;

/**
 * Something that the choice of a kernel hangs on.
 *
 * @param holds whether it speaks for the kernel
 * @param text what was looked at, and what was allowed
 */
public record Limit(boolean holds, String text) {

    /**
     * An upper limit.
     *
     * @param name what is limited
     * @param value how much of it there is
     * @param most how much is allowed
     * @return whether the value is within it, in words too
     */
    public static Limit atMost(String name, int value, int most) {
        return new Limit(value <= most, name + " = " + value + " (at most " + most + ")");
    }

    /**
     * A lower limit.
     *
     * @param name what is limited
     * @param value how much of it there is
     * @param least how much is needed
     * @return whether the value is within it, in words too
     */
    public static Limit atLeast(String name, int value, int least) {
        return new Limit(value >= least, name + " = " + value + " (at least " + least + ")");
    }
}
