package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.kernelbuilds.KernelFiles;

/** What {@code ESTIMATES_ARE_NEAR} of {@code hardware.cu} says of a processor, tried on it. */
@DisplayName("the GPU's estimates of reciprocals")
class NearEstimatesTest {

    private static final int SIGNIFICANDS_A_BLOCK = 256;

    private static final int BLOCKS = (1 << 23) / SIGNIFICANDS_A_BLOCK;

    @Test
    @DisplayName("give every quotient of a usual sigmoid, with Newton's step or without as the processor has it")
    void everyDenominator() {
        try (Gpu gpu = Gpu.inPrimaryContext();
                Arena arena = Arena.ofConfined()) {
            CudaDevice device = CudaDevices.found().devices().getFirst();
            CUfunc_st kernel = Program.loadCompiled(device, Nvrtc.compile(source(device)))
                    .kernel("count_wrong_quotients", SIGNIFICANDS_A_BLOCK, 0)
                    .function();
            MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
            long address = gpu.allocate(Integer.BYTES);
            gpu.write(address, count);
            try (LongPointer argument = new LongPointer(new long[] {address});
                    PointerPointer<Pointer> arguments = new PointerPointer<>(new Pointer[] {argument})) {
                Gpu.check(cuLaunchKernel(
                        kernel, BLOCKS, 1, 1, SIGNIFICANDS_A_BLOCK, 1, 1, 0, gpu.stream(), arguments, null));
            }
            gpu.finish();
            gpu.read(address, count);
            assertEquals(0, count.get(ValueLayout.JAVA_INT, 0));
        }
    }

    private static KernelSource source(CudaDevice device) {
        KernelSource tiled = KernelSource.tiled(device.facts().architecture());
        String text = new KernelFiles(NearEstimatesTest.class::getResourceAsStream)
                .text(Map.of(), List.of("wrong_quotients.cu"));
        return new KernelSource(tiled.family(), tiled.text() + text, tiled.options());
    }
}
