package org.moegate.cuda;

import static org.bytedeco.cuda.global.nvrtc.*;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.moegate.spi.BackendException;

/** The compiler: CUDA C++ in, the machine code of one GPU out. Safe for use by many threads. */
final class Nvrtc {

    private static final int LOG_LINES = 40;

    private Nvrtc() {}

    /** Such as 13010 for CUDA 13.1. */
    static int version() {
        int[] major = new int[1];
        int[] minor = new int[1];
        check("nvrtcVersion", nvrtcVersion(major, minor));
        return 1000 * major[0] + 10 * minor[0];
    }

    /** Compute capabilities that it compiles for, such as 90 for 9.0. */
    static Set<Integer> architectures() {
        int[] count = new int[1];
        check("nvrtcGetNumSupportedArchs", nvrtcGetNumSupportedArchs(count));
        int[] architectures = new int[count[0]];
        check("nvrtcGetSupportedArchs", nvrtcGetSupportedArchs(architectures));
        return Arrays.stream(architectures).boxed().collect(Collectors.toSet());
    }

    /**
     * Compiles a program.
     *
     * @throws BackendException with the compiler's log
     */
    static byte[] compile(KernelSource source) {
        _nvrtcProgram program = new _nvrtcProgram();
        try (BytePointer text = new BytePointer(source.text());
                BytePointer name = new BytePointer(source.family().entryFile());
                PointerPointer<BytePointer> none = new PointerPointer<>((BytePointer) null)) {
            check("nvrtcCreateProgram", nvrtcCreateProgram(program, text, name, 0, none, none));
        }
        try {
            compile(program, source);
            return binary(program);
        } finally {
            check("nvrtcDestroyProgram", nvrtcDestroyProgram(program));
        }
    }

    private static void compile(_nvrtcProgram program, KernelSource source) {
        List<String> options = source.options();
        try (PointerPointer<BytePointer> pointers = new PointerPointer<>(options.toArray(String[]::new))) {
            int code = nvrtcCompileProgram(program, options.size(), pointers);
            if (code != NVRTC_SUCCESS) {
                throw new BackendException("the kernel " + source.family() + " could not be compiled with "
                        + String.join(" ", options) + ": " + describe("nvrtcCompileProgram", code) + "; its log:\n"
                        + log(program));
            }
        }
    }

    private static byte[] binary(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            check("nvrtcGetCUBINSize", nvrtcGetCUBINSize(program, size));
            byte[] binary = new byte[(int) size.get()];
            check("nvrtcGetCUBIN", nvrtcGetCUBIN(program, binary));
            return binary;
        }
    }

    private static String log(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            check("nvrtcGetProgramLogSize", nvrtcGetProgramLogSize(program, size));
            try (BytePointer log = new BytePointer(size.get())) {
                check("nvrtcGetProgramLog", nvrtcGetProgramLog(program, log));
                return String.join(
                        "\n", log.getString().lines().limit(LOG_LINES).toList());
            }
        }
    }

    private static void check(String call, int code) {
        if (code != NVRTC_SUCCESS) {
            throw new BackendException(describe(call, code));
        }
    }

    private static String describe(String call, int code) {
        return call + " failed with " + nvrtcGetErrorString(code).getString() + " (" + code + ")";
    }
}
