package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.spi.BackendException;

@DisplayName("kernels that are compiled in the background")
class BackgroundKernelsTest {

    /** Told apart by their number of blocks; nothing launches them. */
    private record Numbered(int number) implements GateKernels {

        @Override
        public Kernel kernel(int tokens) {
            throw new IllegalStateException("there is no kernel");
        }

        @Override
        public int blocks(int tokens) {
            return number;
        }

        @Override
        public long scratchBytes(int tokens) {
            return 0;
        }
    }

    @Test
    @DisplayName("take the place of the first ones once they are there")
    void replaced() throws InterruptedException {
        CountDownLatch compiled = new CountDownLatch(1);
        BackgroundKernels kernels = new BackgroundKernels(new Numbered(1), () -> {
            await(compiled);
            return new Numbered(2);
        });
        GateKernels before = kernels.get();
        assertEquals(1, before.blocks(5));
        compiled.countDown();
        while (kernels.get().blocks(5) == 1) {
            Thread.sleep(1);
        }
        assertEquals(2, kernels.get().blocks(5));
        assertEquals(1, before.blocks(5), "what a launch has begun with stays the same");
    }

    @Test
    @DisplayName("leave the first ones in their place where they cannot be compiled")
    void failed() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        GateKernels first = new Numbered(1);
        BackgroundKernels kernels = new BackgroundKernels(first, () -> {
            failed.countDown();
            throw new BackendException("NVRTC failed, as the test has it");
        });
        await(failed);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("moegate-cuda-compile")) {
                thread.join();
            }
        }
        assertSame(first, kernels.get());
    }

    @Test
    @DisplayName(
            "leave the first ones in their place where no thread can be had, and where compiling them ends in an error")
    void failedOtherwise() {
        GateKernels first = new Numbered(1);
        BackgroundKernels threadless = new BackgroundKernels(first, () -> new Numbered(2), task -> {
            throw new OutOfMemoryError("unable to create native thread, as the test has it");
        });
        assertSame(first, threadless.get());

        Supplier<GateKernels> unlinked = () -> {
            throw new LinkageError("NVRTC is cut short, as the test has it");
        };
        BackgroundKernels uncompiled = new BackgroundKernels(first, unlinked, Runnable::run);
        assertSame(first, uncompiled.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES), "waited for too long");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
