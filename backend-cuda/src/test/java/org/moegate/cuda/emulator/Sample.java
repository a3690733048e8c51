package org.moegate.cuda.emulator;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A kernel that tests the emulator; it makes numbers of numbers.
 *
 * @param kernel its name
 * @param grid blocks
 * @param block threads of a block; they share four bytes for each
 */
record Sample(String kernel, Extent grid, Extent block) {

    /** As vectors of four want it. */
    private static final int ALIGNMENT = 16;

    /** One block. */
    static Sample of(String kernel, int threads) {
        return new Sample(kernel, Extent.of(1), Extent.of(threads));
    }

    int[] run(int[] in, int outCount, long schedule) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment inMemory = arena.allocate((long) in.length * Integer.BYTES, ALIGNMENT);
            inMemory.copyFrom(MemorySegment.ofArray(in));
            MemorySegment outMemory = arena.allocate((long) outCount * Integer.BYTES, ALIGNMENT);
            MemorySegment arguments = arena.allocate(ValueLayout.ADDRESS, 2);
            arguments.setAtIndex(ValueLayout.ADDRESS, 0, inMemory);
            arguments.setAtIndex(ValueLayout.ADDRESS, 1, outMemory);
            EmulatorLibrary library = EmulatorLibrary.ofSamples();
            EmulatedLaunch launch = new EmulatedLaunch(library, arena);
            int threads = block.x() * block.y() * block.z();
            launch.setKernel(library.kernel(kernel), grid, block, threads * Integer.BYTES);
            launch.run(arguments, schedule);
            return outMemory.toArray(JAVA_INT);
        }
    }
}
