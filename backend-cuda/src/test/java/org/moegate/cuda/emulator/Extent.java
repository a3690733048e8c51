package org.moegate.cuda.emulator;

/** A number of blocks or threads in three dimensions. */
record Extent(int x, int y, int z) {

    static Extent of(int x) {
        return new Extent(x, 1, 1);
    }
}
