package org.moegate.tensors;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files and tensors built byte by byte, independently of the code under test. */
final class Samples {

    private Samples() {}

    static byte[] safetensors(String header, int dataBytes) {
        return safetensors(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    static byte[] safetensors(byte[] header, int dataBytes) {
        return safetensors(header.length, header, dataBytes);
    }

    static byte[] safetensors(long statedLength, byte[] header, int dataBytes) {
        return ByteBuffer.allocate(Long.BYTES + header.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(statedLength)
                .put(header)
                .array();
    }

    static byte[] npy(String header, int dataBytes) {
        return npy(1, 0, header, dataBytes);
    }

    static byte[] npy(int major, int minor, String header, int dataBytes) {
        return npy(major, minor, header.length(), header, dataBytes);
    }

    static byte[] npy(int major, int minor, long statedLength, String header, int dataBytes) {
        Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        var file = new ByteArrayOutputStream();
        file.write(0x93);
        file.writeBytes("NUMPY".getBytes(StandardCharsets.US_ASCII));
        file.write(major);
        file.write(minor);
        for (int i = 0; i < (major == 1 ? Short.BYTES : Integer.BYTES); i++) {
            file.write((int) (statedLength >>> (i * Byte.SIZE)));
        }
        file.writeBytes(header.getBytes(charset));
        file.writeBytes(new byte[dataBytes]);
        return file.toByteArray();
    }

    static String npyHeader(String descr, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    }

    /** Bytes that tell their places apart. */
    static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + 1);
        }
        return bytes;
    }

    static Tensor tensor(StoredType type, Long... shape) {
        long elements = 1;
        for (long extent : shape) {
            elements *= extent;
        }
        byte[] bytes = counting((int) elements * type.byteSize());
        return new Tensor(type, List.of(shape), MemorySegment.ofArray(bytes));
    }
}
