package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.BackendException;

/** The driver's error codes as sentences. */
final class CudaErrors {

    private static final String STICKY =
            "the GPU's context in this process is lost, and every later call fails with this"
                    + " error, also those of other users of it: the process must start anew";

    private CudaErrors() {}

    /** Throws where a call returned an error. */
    static void check(String call, int code, String where) {
        if (code != CUDA_SUCCESS) {
            throw new BackendException(call + " failed on " + where + " with " + of(code));
        }
    }

    /** The code's name, number and text, and what a user can do about it where that is known. */
    static String of(int code) {
        String text = name(code) + " (" + code + "): " + description(code);
        String advice = advice(code);
        return advice.isEmpty() ? text : text + "; " + advice;
    }

    private static String name(int code) {
        try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
            return cuGetErrorName(code, name) == CUDA_SUCCESS ? string(name) : "an unknown error";
        }
    }

    private static String description(int code) {
        try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
            return cuGetErrorString(code, text) == CUDA_SUCCESS ? string(text) : "the driver has no text for it";
        }
    }

    private static String string(PointerPointer<BytePointer> text) {
        @Nullable BytePointer characters = text.get(BytePointer.class, 0);
        return characters == null ? "" : characters.getString();
    }

    private static String advice(int code) {
        return switch (code) {
            case CUDA_ERROR_OUT_OF_MEMORY -> "close plans, or whatever else holds memory on the GPU";
            case CUDA_ERROR_NO_DEVICE ->
                "the driver sees no GPU; CUDA_VISIBLE_DEVICES may hide them, or the container was started without them";
            case CUDA_ERROR_SYSTEM_DRIVER_MISMATCH, CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE ->
                "the driver's library and its kernel module are of different versions; restart the machine or install"
                        + " them anew";
            case CUDA_ERROR_UNKNOWN -> "often the driver's kernel module is not loaded: nvidia-smi says more";
            case CUDA_ERROR_INVALID_CONTEXT, CUDA_ERROR_CONTEXT_IS_DESTROYED ->
                "the calling thread needs the context of its stream, and that must still be there";
            case CUDA_ERROR_INVALID_HANDLE -> "the stream's handle is none of this process, or was destroyed";
            case CUDA_ERROR_NO_BINARY_FOR_GPU, CUDA_ERROR_INVALID_IMAGE, CUDA_ERROR_UNSUPPORTED_PTX_VERSION ->
                "the driver is older than NVRTC: update it, or use the presets of an older CUDA";
            case CUDA_ERROR_ILLEGAL_ADDRESS,
                    CUDA_ERROR_LAUNCH_FAILED,
                    CUDA_ERROR_LAUNCH_TIMEOUT,
                    CUDA_ERROR_ASSERT,
                    CUDA_ERROR_HARDWARE_STACK_ERROR,
                    CUDA_ERROR_ILLEGAL_INSTRUCTION,
                    CUDA_ERROR_MISALIGNED_ADDRESS,
                    CUDA_ERROR_INVALID_ADDRESS_SPACE,
                    CUDA_ERROR_INVALID_PC,
                    CUDA_ERROR_ECC_UNCORRECTABLE -> STICKY;
            default -> "";
        };
    }
}
