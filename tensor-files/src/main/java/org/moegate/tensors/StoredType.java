package org.moegate.tensors;

/** The element type of a stored tensor, always little-endian. Names are those of safetensors. */
public enum StoredType {
    /** IEEE 754 binary64. */
    F64(Double.BYTES),
    /** IEEE 754 binary32. */
    F32(Float.BYTES),
    /** IEEE 754 binary16. */
    F16(Short.BYTES),
    /** The upper half of a binary32. */
    BF16(Short.BYTES),
    /** Signed, 64 bits. */
    I64(Long.BYTES),
    /** Signed, 32 bits. */
    I32(Integer.BYTES),
    /** Signed, 16 bits. */
    I16(Short.BYTES),
    /** Signed, 8 bits. */
    I8(Byte.BYTES),
    /** Unsigned, 64 bits. */
    U64(Long.BYTES),
    /** Unsigned, 32 bits. */
    U32(Integer.BYTES),
    /** Unsigned, 16 bits. */
    U16(Short.BYTES),
    /** Unsigned, 8 bits. */
    U8(Byte.BYTES),
    /** One byte, 0 for false. */
    BOOL(Byte.BYTES);

    private final int byteSize;

    StoredType(int byteSize) {
        this.byteSize = byteSize;
    }

    /**
     * The size of one element.
     *
     * @return bytes
     */
    public int byteSize() {
        return byteSize;
    }
}
