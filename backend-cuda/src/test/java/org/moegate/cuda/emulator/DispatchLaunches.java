package org.moegate.cuda.emulator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Launches kernels: of so many lanes, in blocks whose size is left to chance, or of so many blocks. */
final class DispatchLaunches {

    private final EmulatedLaunch launch;
    private final Chance chance;
    private final ByteBuffer arguments;
    private final MemorySegment struct;

    /** Kernels with a struct of so many bytes. */
    DispatchLaunches(int argumentBytes, Chance chance, Arena arena) {
        this.launch = new EmulatedLaunch(EmulatorLibrary.ofBackend(), arena);
        this.chance = chance;
        this.struct = arena.allocate(argumentBytes, Long.BYTES);
        this.arguments = struct.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** The struct, at its start. */
    ByteBuffer arguments() {
        return arguments.clear();
    }

    /** Runs a kernel of so many lanes. */
    void run(EmulatedKernel kernel, long lanes) {
        // a grid of no blocks is an error
        if (lanes > 0) {
            int threads = 32 * (1 + chance.below(7));
            runBlocks(kernel, Math.toIntExact(Math.ceilDiv(lanes, threads)), threads, 0);
        }
    }

    /** Runs a kernel of so many blocks. */
    void runBlocks(EmulatedKernel kernel, int blocks, int threads, int sharedBytes) {
        launch.setKernel(kernel, Extent.of(blocks), Extent.of(threads), sharedBytes);
        launch.run(struct, chance.schedule());
    }
}
