package org.moegate.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jspecify.annotations.Nullable;

/** Values that OpenCL's getInfo functions return. */
final class ClInfo {

    /** One of the getInfo functions with its object: sizes in {@code size}, the value through {@code value}. */
    @FunctionalInterface
    interface Query {
        int get(long bytes, @Nullable Pointer value, long @Nullable [] size);
    }

    private ClInfo() {}

    static String text(cl_platform_id platform, int parameter) {
        return text((bytes, value, size) -> CL.clGetPlatformInfo(platform, parameter, bytes, value, size));
    }

    static String text(cl_device_id device, int parameter) {
        return text((bytes, value, size) -> CL.clGetDeviceInfo(device, parameter, bytes, value, size));
    }

    /** A number of 4 or 8 bytes. */
    static long number(cl_device_id device, int parameter) {
        return number((bytes, value, size) -> CL.clGetDeviceInfo(device, parameter, bytes, value, size));
    }

    /** How large a buffer is, in one native call, as it is asked for often. */
    static long bytesOf(cl_mem buffer) {
        long[] bytes = new long[1];
        require(CL.clGetMemObjectInfo(buffer, CL.CL_MEM_SIZE, Long.BYTES, Pointer.to(bytes), null));
        return bytes[0];
    }

    static String text(Query query) {
        byte[] bytes = bytes(query);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
    }

    private static long number(Query query) {
        byte[] bytes = bytes(query);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        return bytes.length == Integer.BYTES ? Integer.toUnsignedLong(buffer.getInt()) : buffer.getLong();
    }

    private static byte[] bytes(Query query) {
        long[] size = new long[1];
        require(query.get(0, null, size));
        byte[] bytes = new byte[(int) size[0]];
        require(query.get(bytes.length, Pointer.to(bytes), null));
        return bytes;
    }

    private static void require(int code) {
        ErrorText.check("a query of OpenCL", code, "this machine");
    }
}
