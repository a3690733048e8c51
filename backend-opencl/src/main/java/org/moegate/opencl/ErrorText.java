package org.moegate.opencl;

import org.jocl.CL;
import org.moegate.spi.BackendException;

/** OpenCL's error codes as sentences. */
final class ErrorText {

    private ErrorText() {}

    /** Throws where a call returned an error. */
    static void check(String call, int code, String device) {
        if (code != CL.CL_SUCCESS) {
            throw failure(call, code, device);
        }
    }

    static BackendException failure(String call, int code, String device) {
        return new BackendException(call + " failed on " + device + " with " + of(code));
    }

    /** The code's name and number, and what a user can do about it where that is known. */
    static String of(int code) {
        String name = CL.stringFor_errorCode(code) + " (" + code + ")";
        String advice = advice(code);
        return advice.isEmpty() ? name : name + ": " + advice;
    }

    private static String advice(int code) {
        return switch (code) {
            case CL.CL_MEM_OBJECT_ALLOCATION_FAILURE ->
                "the device's memory is used up; close plans, or whatever else holds memory there";
            case CL.CL_OUT_OF_HOST_MEMORY -> "the driver got no more of the host's memory";
            case CL.CL_OUT_OF_RESOURCES ->
                "the device is out of memory or registers, or a kernel of this process broke it; where a new plan fails too,"
                        + " the process must start anew";
            case CL.CL_DEVICE_NOT_AVAILABLE ->
                "the device is lost or taken by another process; its driver's log says more, such as dmesg's";
            case CL.CL_INVALID_COMMAND_QUEUE, CL.CL_INVALID_CONTEXT ->
                "the driver no longer knows the queue: the device may be lost; a new plan opens it again";
            case CL.CL_COMPILER_NOT_AVAILABLE -> "this driver brings no compiler; install the full one";
            case CL.CL_PLATFORM_NOT_FOUND_KHR ->
                "an OpenCL loader is installed but no driver is registered with it, on Linux by a file in"
                        + " /etc/OpenCL/vendors; install the device's driver, or PoCL to run on the CPU (Debian:"
                        + " pocl-opencl-icd)";
            default -> "";
        };
    }
}
