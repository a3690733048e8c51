package org.moegate.opencl;

/**
 * Something that the choice of a kernel hangs on.
 *
 * @param holds whether it speaks for the kernel
 * @param text what was looked at, and what was allowed
 */
record Limit(boolean holds, String text) {

    static Limit atMost(String name, int value, int most) {
        return new Limit(value <= most, name + " = " + value + " (at most " + most + ")");
    }

    static Limit atLeast(String name, int value, int least) {
        return new Limit(value >= least, name + " = " + value + " (at least " + least + ")");
    }
}
