package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a missing library")
class MissingLibraryTest {

    private static final String PATH = " in java.library.path: /usr/java/packages/lib:/usr/lib64:/lib64:/lib:/usr/lib";
    private static final String EXTRACTED =
            "/home/me/.javacpp/cache/cuda-13.1-9.19-1.5.13-linux-x86_64.jar/org/bytedeco/cuda" + "/linux-x86_64/";

    /** As JavaCPP throws it: the library that it looked for, and why that could not be loaded as the cause. */
    private static String reason(String library, String cause) {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError("no " + library + PATH);
        error.initCause(new UnsatisfiedLinkError(cause));
        return MissingLibrary.reason(error);
    }

    private static String notFound(String library, String needed) {
        return EXTRACTED + "lib" + library + ".so: " + needed
                + ": cannot open shared object file: No such file or directory";
    }

    @Test
    @DisplayName("of NVRTC is named, with what to install")
    void nvrtc() {
        String reason = reason("jninvrtc", notFound("jninvrtc", "libnvrtc.so.13"));
        assertTrue(reason.startsWith("NVRTC, which compiles the kernels, cannot be loaded: "), reason);
        assertTrue(reason.contains("cuda-nvrtc-13-1"), reason);
        assertTrue(reason.contains("org.bytedeco:cuda-redist"), reason);
        assertTrue(reason.contains("; loading said: " + notFound("jninvrtc", "libnvrtc.so.13")), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"libcudart.so.13", "cudart64_13.dll"})
    @DisplayName("of CUDA's runtime is named, with what to install")
    void runtime(String file) {
        String reason = reason("jnicudart", notFound("jnicudart", file));
        assertTrue(reason.startsWith("CUDA's runtime library cannot be loaded: "), reason);
        assertTrue(reason.contains("cuda-cudart-13-1"), reason);
        assertTrue(reason.contains("org.bytedeco:cuda-redist"), reason);
    }

    @Test
    @DisplayName("of JavaCPP's own asks for the artifacts of this platform")
    void javaCpp() {
        String reason = reason("jnicudart", "Could not find jnicudart in class, module, and library paths.");
        assertTrue(reason.startsWith("JavaCPP's native libraries for CUDA cannot be loaded: "), reason);
        assertTrue(reason.contains("linux-x86_64"), reason);
        assertFalse(reason.contains("redist"), reason);
        assertTrue(
                reason.endsWith("; loading said: Could not find jnicudart in class, module, and library paths."),
                reason);
    }

    @Test
    @DisplayName("is told in one line")
    void oneLine() {
        String reason = MissingLibrary.reason(new LinkageError("a line\nanother"));
        assertTrue(reason.endsWith("; loading said: a line"), reason);
    }
}
