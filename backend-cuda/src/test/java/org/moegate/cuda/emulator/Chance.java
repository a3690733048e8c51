package org.moegate.cuda.emulator;

/** What a kernel must not depend on: it changes from call to call, and is the same each time that a test runs. */
final class Chance {

    private long state;

    Chance(long seed) {
        state = seed;
    }

    /** For the next call of so many rows. */
    void next(int numTokens) {
        // a step of splitmix64
        state += 0x9e3779b97f4a7c15L + numTokens;
        long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        state = mixed ^ mixed >>> 31;
    }

    /** A number from 0 to one less than a small bound. Those of bounds that share no factor know nothing of each other. */
    int below(int bound) {
        return (int) ((state >>> 3) % bound);
    }

    /** The order of lanes: one time in eight ascending, one descending, otherwise at random. */
    long schedule() {
        long kind = state & 7;
        return kind < 2 ? kind : state >>> 3 | 2;
    }

    /** Of memory that is nobody's; neither 0 nor a part of −1, which kernels write. */
    byte guard() {
        return (byte) (0x40 | state >>> 58);
    }

    /** How far an array is from a multiple of what is good for wide loads: every other time by some elements. */
    long offset(int elementBytes) {
        long elements = state >>> 32 & 7;
        return elements < 4 ? elements * elementBytes : 0;
    }
}
