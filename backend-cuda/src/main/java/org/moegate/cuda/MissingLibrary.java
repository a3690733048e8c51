package org.moegate.cuda;

import org.jspecify.annotations.Nullable;
import org.moegate.kernelbuilds.NativeAccess;

/** What a failure to load CUDA's libraries means to a user. */
final class MissingLibrary {

    private static final String TOOLKIT = "it comes with NVIDIA's CUDA toolkit 13";
    private static final String ARTIFACT = "or as the Maven artifact org.bytedeco:cuda-redist of the same version as"
            + " org.bytedeco:cuda, with this platform's classifier";

    private MissingLibrary() {}

    static String reason(Throwable e) {
        return NativeAccess.denied(e, "org.moegate.cuda,org.bytedeco.cuda,org.bytedeco.javacpp")
                .orElseGet(() -> linkersReason(e));
    }

    private static String linkersReason(Throwable e) {
        String message = messages(e);
        if (message.contains("nvrtc")) {
            return "NVRTC, which compiles the kernels, cannot be loaded: " + TOOLKIT
                    + " (Debian's and Ubuntu's package from" + " NVIDIA: cuda-nvrtc-13-1), " + ARTIFACT
                    + "; loading said: " + innermost(e);
        }
        if (message.contains("libcudart") || message.contains("cudart64")) {
            return "CUDA's runtime library cannot be loaded: " + TOOLKIT
                    + " (Debian's and Ubuntu's package from NVIDIA:" + " cuda-cudart-13-1), " + ARTIFACT
                    + "; loading said: " + innermost(e);
        }
        return "JavaCPP's native libraries for CUDA cannot be loaded: org.bytedeco:javacpp and org.bytedeco:cuda are needed"
                + " with this platform's classifier, such as linux-x86_64, too, on the module path with --add-modules"
                + " ALL-MODULE-PATH; loading said: " + innermost(e);
    }

    /** All messages, since JavaCPP tells the cause in the exception's cause. */
    private static String messages(Throwable e) {
        StringBuilder all = new StringBuilder();
        for (@Nullable Throwable next = e; next != null; next = next.getCause()) {
            all.append(next.getMessage()).append('\n');
        }
        return all.toString();
    }

    /** What the linker said, in a line. */
    private static String innermost(Throwable e) {
        Throwable innermost = e;
        for (@Nullable Throwable next = e; next != null; next = next.getCause()) {
            innermost = next;
        }
        return String.valueOf(innermost.getMessage()).lines().findFirst().orElse("nothing");
    }
}
