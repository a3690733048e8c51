package org.moegate.conformance.cases;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.moegate.DType;

/** Numbers in and out of memory of an element type. */
public final class Elements {

    private Elements() {}

    /** The nearest float32 that the type holds exactly. */
    static float round(float value, DType dtype) {
        return switch (dtype) {
            case F32 -> value;
            case F16 -> Float.float16ToFloat(Float.floatToFloat16(value));
            case BF16 -> Float.intBitsToFloat(bfloat16(value) << Short.SIZE);
        };
    }

    static float[] round(float[] values, DType dtype) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = round(values[i], dtype);
        }
        return rounded;
    }

    /** Writes values that are exact in the type. */
    public static void write(float[] values, DType dtype, MemorySegment to) {
        for (int i = 0; i < values.length; i++) {
            long at = (long) i * dtype.byteSize();
            switch (dtype) {
                case F32 -> to.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, values[i]);
                case F16 -> to.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, Float.floatToFloat16(values[i]));
                case BF16 -> to.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) bfloat16(values[i]));
            }
        }
    }

    /** Reads elements and widens them. */
    static float[] read(MemorySegment from, DType dtype) {
        float[] values = new float[Math.toIntExact(from.byteSize() / dtype.byteSize())];
        for (int i = 0; i < values.length; i++) {
            long at = (long) i * dtype.byteSize();
            values[i] = switch (dtype) {
                case F32 -> from.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
                case F16 -> Float.float16ToFloat(from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
                case BF16 -> Float.intBitsToFloat(from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at) << Short.SIZE);
            };
        }
        return values;
    }

    /** The upper half after rounding to nearest even; a NaN keeps its upper half and stays one. */
    private static int bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (bits >>> Short.SIZE) | 0x40;
        }
        return (bits + 0x7fff + ((bits >>> Short.SIZE) & 1)) >>> Short.SIZE;
    }
}
