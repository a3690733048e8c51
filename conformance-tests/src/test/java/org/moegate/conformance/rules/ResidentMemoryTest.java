package org.moegate.conformance.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Resident memory besides the heap")
class ResidentMemoryTest {

    private static final int KILOBYTES = 64 << 10;

    /** What the JVM may take for itself or give back meanwhile. */
    private static final int NOISE_KILOBYTES = 24 << 10;

    @Test
    @DisplayName("grows by native memory that is written")
    void growsByNativeMemory() {
        long before = kilobytes();
        try (Arena arena = Arena.ofConfined()) {
            arena.allocate((long) KILOBYTES << 10).fill((byte) 1);
            requireNear(KILOBYTES, kilobytes() - before);
        }
    }

    @Test
    @DisplayName("does not grow by objects that are made")
    void doesNotGrowByObjects() {
        long before = kilobytes();
        byte[][] objects = new byte[KILOBYTES >> 10][1 << 20];
        for (byte[] object : objects) {
            Arrays.fill(object, (byte) 1);
        }
        requireNear(0, kilobytes() - before);
        assertTrue(Arrays.stream(objects).allMatch(object -> object[object.length - 1] == 1));
    }

    private static void requireNear(long expected, long grown) {
        assertTrue(Math.abs(grown - expected) < NOISE_KILOBYTES, grown + " kB, must be about " + expected);
    }

    private static long kilobytes() {
        assumeTrue(ResidentMemory.besidesTheHeap().isPresent(), "this system has no list of mappings");
        return ResidentMemory.besidesTheHeap().orElseThrow();
    }
}
