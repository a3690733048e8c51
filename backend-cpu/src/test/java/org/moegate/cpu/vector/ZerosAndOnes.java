package org.moegate.cpu.vector;

/**
 * Zeros and ones to prove a network on: one that has every sequence of them in order has any numbers in order. Each carries
 * its place in lower bits, so that the proof also sees what an exchange by exclusive or makes of the rest of a key.
 */
final class ZerosAndOnes {

    private static final int ONE = 1 << 16;

    private ZerosAndOnes() {}

    /** The key at a place. */
    static int key(long ones, int place) {
        return (int) (ones >> place & 1) * ONE + place;
    }

    /** The keys of so many places in falling order. */
    static int[] falling(long ones, int count) {
        int[] keys = new int[count];
        int one = 0;
        int zero = Long.bitCount(ones);
        for (int place = count - 1; place >= 0; place--) {
            keys[(ones >> place & 1) != 0 ? one++ : zero++] = key(ones, place);
        }
        return keys;
    }

    /** Ones at the first places. */
    static long first(int count) {
        return (1L << count) - 1;
    }
}
