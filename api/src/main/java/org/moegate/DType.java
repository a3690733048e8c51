package org.moegate;

/** The element type of logits or bias, little-endian on every supported machine. Names are those of safetensors. */
public enum DType {
    /** IEEE 754 binary32. */
    F32(Float.BYTES),
    /** IEEE 754 binary16. */
    F16(Short.BYTES),
    /** The upper half of a binary32. */
    BF16(Short.BYTES);

    private final int byteSize;

    DType(int byteSize) {
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
