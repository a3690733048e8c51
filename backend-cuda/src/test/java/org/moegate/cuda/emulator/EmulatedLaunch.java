package org.moegate.cuda.emulator;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Launches kernels, one after the other: the struct {@code Launch} of {@code launch.h}, kept from one to the next. */
final class EmulatedLaunch {

    private static final long NAME = 0;
    private static final long FUNCTION = 8;
    private static final long ARGUMENTS = 16;
    private static final long SCHEDULE = 24;
    private static final long GRID = 32;
    private static final long BLOCK = 44;
    private static final long SHARED_BYTES = 56;
    private static final long BYTES = 64;

    private static final int TEXT_BYTES = 512;

    private final MethodHandle emulate;
    private final MemorySegment struct;
    private final MemorySegment text;

    EmulatedLaunch(EmulatorLibrary library, Arena arena) {
        emulate = library.emulate();
        struct = arena.allocate(BYTES, Long.BYTES);
        text = arena.allocate(TEXT_BYTES);
    }

    /** What runs from now on: blocks, threads of each, and bytes that a block's threads share. */
    void setKernel(EmulatedKernel kernel, Extent grid, Extent block, int sharedBytes) {
        struct.set(ADDRESS, NAME, kernel.name());
        struct.set(ADDRESS, FUNCTION, kernel.function());
        set(GRID, grid);
        set(BLOCK, block);
        struct.set(JAVA_INT, SHARED_BYTES, sharedBytes);
    }

    private void set(long at, Extent extent) {
        struct.set(JAVA_INT, at, extent.x());
        struct.set(JAVA_INT, at + Integer.BYTES, extent.y());
        struct.set(JAVA_INT, at + 2 * Integer.BYTES, extent.z());
    }

    /**
     * Runs the kernel.
     *
     * @param arguments a struct of the kernel's own
     * @param schedule the order of lanes: 0 ascending, 1 descending, others at random
     */
    void run(MemorySegment arguments, long schedule) {
        struct.set(ADDRESS, ARGUMENTS, arguments);
        struct.set(JAVA_LONG, SCHEDULE, schedule);
        int result;
        try {
            result = (int) emulate.invokeExact(struct.address(), text.address(), TEXT_BYTES);
        } catch (Throwable e) {
            throw new IllegalStateException("emulate throws nothing", e);
        }
        if (result != 0) {
            throw new KernelFault(text.getString(0) + " (schedule " + schedule + ")");
        }
    }
}
