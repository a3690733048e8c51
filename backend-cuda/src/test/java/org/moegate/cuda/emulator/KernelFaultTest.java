package org.moegate.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moegate.spi.Capability;

@DisplayName("a kernel's faults")
class KernelFaultTest {

    private static final int SCHEDULES = 20;

    @BeforeAll
    static void requireCompiler() {
        Capability availability = CppCompiler.availability();
        assumeTrue(availability.possible(), availability.reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "missing_syncwarp",
                "missing_syncthreads",
                "missing_second_syncwarp",
                "unwritten_shared_memory",
                "shuffle_from_outside"
            })
    @DisplayName("that depend on the order of lanes give other results under other schedules")
    void dependOnTheSchedule(String kernel) {
        int[] in = IntStream.rangeClosed(1, 64).toArray();
        Sample sample = Sample.of(kernel, 64);
        Set<String> results = IntStream.range(0, SCHEDULES)
                .mapToObj(schedule -> Arrays.toString(sample.run(in, 64, schedule)))
                .collect(Collectors.toSet());
        assertTrue(results.size() > 2, results::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "divergent_syncthreads | 64 | , warp 0, lane 0: __syncthreads waits for warp 1, lane 8, which has ended",
                "crossed_waits | 64 | , warp 0, lane 0: __syncthreads waits for warp 0, lane 16, "
                        + "which waits at __syncwarp under mask 0xffffffff",
                "overlapping_masks | 32 | , warp 0, lane 16: __shfl_xor_sync under mask 0xffffffff waits for "
                        + "warp 0, lane 0, which has ended",
                "absent_lane | 32 | , warp 0, lane 0: __any_sync under mask 0xffffffff waits for "
                        + "warp 0, lane 7, which has ended",
                "absent_lane | 6 | , warp 0, lane 0: __any_sync under mask 0xffffffff waits for "
                        + "warp 0, lane 6, which the block lacks",
                "mask_without_own_lane | 32 | , warp 0, lane 16: __ballot_sync under mask 0x0000ffff, "
                        + "which leaves out the lane itself",
                "mixed_functions | 32 | , warp 0, lane 9: __any_sync under mask 0xffffffff, "
                        + "where lane 0 waits at __all_sync",
                "write_behind_shared_memory | 32 | : wrote beside its 128 bytes of shared memory",
                "write_before_shared_memory | 32 | : wrote beside its 128 bytes of shared memory",
                "misaligned_read | 32 | , warp 0, lane 0: a vector of 16 bytes lies 4 bytes off",
                "misaligned_write | 32 | , warp 0, lane 0: a vector of 8 bytes lies 4 bytes off",
            })
    @DisplayName("that a GPU hangs at, faults at or keeps to itself are reported, with the lanes that take part")
    void areReported(String kernel, int threads, String message) {
        int[] in = new int[threads];
        KernelFault fault =
                assertThrows(KernelFault.class, () -> Sample.of(kernel, threads).run(in, threads, 0));
        assertEquals("kernel " + kernel + ", block 0" + message + " (schedule 0)", fault.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "divergent_syncthreads",
                "crossed_waits",
                "overlapping_masks",
                "absent_lane",
                "mask_without_own_lane",
                "mixed_functions",
                "write_behind_shared_memory",
                "misaligned_read"
            })
    @DisplayName("are reported under every schedule")
    void areReportedUnderEverySchedule(String kernel) {
        int[] in = new int[64];
        for (int schedule = 0; schedule < SCHEDULES; schedule++) {
            int current = schedule;
            assertThrows(KernelFault.class, () -> Sample.of(kernel, 64).run(in, 64, current));
        }
    }

    @Test
    @DisplayName("name the block that they are in")
    void nameTheBlock() {
        Sample sample = new Sample("fault_in_last_block", Extent.of(3), Extent.of(32));
        KernelFault fault = assertThrows(KernelFault.class, () -> sample.run(new int[32], 32, 7));
        assertTrue(String.valueOf(fault.getMessage()).startsWith("kernel fault_in_last_block, block 2, warp 0"));
    }

    @Test
    @DisplayName("include stacks that are too deep")
    void deepStack() {
        // ascending, as the kernel wants it
        KernelFault fault = assertThrows(
                KernelFault.class, () -> Sample.of("deep_stack", 32).run(new int[32], 32, 0));
        assertTrue(String.valueOf(fault.getMessage()).startsWith("kernel deep_stack: a lane took more than the "));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1025})
    @DisplayName("include blocks of no size that a GPU has")
    void blockSize(int threads) {
        KernelFault fault = assertThrows(
                KernelFault.class, () -> Sample.of("block_sum", threads).run(new int[1025], 1, 0));
        assertEquals(
                "kernel block_sum: " + threads + " threads a block, must be 1 to 1024 (schedule 0)",
                fault.getMessage());
    }

    @Test
    @DisplayName("leave no trace in later launches")
    void leaveNoTrace() {
        int[] in = IntStream.range(0, 64).toArray();
        for (String kernel : new String[] {"crossed_waits", "deep_stack", "write_behind_shared_memory"}) {
            assertThrows(KernelFault.class, () -> Sample.of(kernel, 32).run(in, 64, 0));
            assertArrayEquals(
                    new int[] {IntStream.of(in).sum()},
                    Sample.of("block_sum", 64).run(in, 1, 0));
        }
    }
}
