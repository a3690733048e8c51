package org.moegate.cuda.emulator;

/** An array on the emulated GPU, and where it lies there at the moment. */
final class EmulatedArray {

    private final String name;
    private long start;
    private long bytes;

    EmulatedArray(String name) {
        this.name = name;
    }

    void place(long newStart, long newBytes) {
        start = newStart;
        bytes = newBytes;
    }

    long start() {
        return start;
    }

    long bytes() {
        return bytes;
    }

    long end() {
        return start + bytes;
    }

    @Override
    public String toString() {
        return name;
    }
}
