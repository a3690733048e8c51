package org.moegate.cuda;

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
}
