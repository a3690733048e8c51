package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import java.util.Optional;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUkern_st;
import org.bytedeco.cuda.cudart.CUlib_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** A compiled program, loaded as a library: its kernels run in any context of the device. */
final class Program {

    private final CudaDevice device;
    private final CUlib_st library;

    private Program(CudaDevice device, CUlib_st library) {
        this.device = device;
        this.library = library;
    }

    /** Empty where the driver refuses the machine code, as it does that of another device. */
    static Optional<Program> load(CudaDevice device, byte[] binary) {
        CUlib_st library = new CUlib_st();
        return load(library, binary) == CUDA_SUCCESS ? Optional.of(new Program(device, library)) : Optional.empty();
    }

    /** Throws where the driver refuses it. */
    static Program loadCompiled(CudaDevice device, byte[] binary) {
        CUlib_st library = new CUlib_st();
        device.check("cuLibraryLoadData", load(library, binary));
        return new Program(device, library);
    }

    private static int load(CUlib_st library, byte[] binary) {
        IntPointer noOptions = null;
        PointerPointer<Pointer> noValues = null;
        try (BytePointer code = new BytePointer(binary)) {
            return cuLibraryLoadData(library, code, noOptions, noValues, 0, noOptions, noValues, 0);
        }
    }

    /** A kernel of the program. The device's context is current. */
    Kernel kernel(String name, int threads, int sharedBytes) {
        CUkern_st kernel = new CUkern_st();
        device.check("cuLibraryGetKernel", cuLibraryGetKernel(kernel, library, name));
        device.check(
                "cuKernelSetAttribute",
                cuKernelSetAttribute(
                        CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
                        // all there is, for plans share kernels and differ in what they need
                        device.facts().sharedMemory(),
                        kernel,
                        device.facts().ordinal()));
        // a kernel of a library may be given wherever a function of a module is asked for
        CUfunc_st function = new CUfunc_st(kernel);
        int[] blocks = new int[1];
        device.check(
                "cuOccupancyMaxActiveBlocksPerMultiprocessor",
                cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, function, threads, sharedBytes));
        return new Kernel(
                function,
                threads,
                sharedBytes,
                (long) blocks[0] * device.facts().multiprocessors());
    }
}
