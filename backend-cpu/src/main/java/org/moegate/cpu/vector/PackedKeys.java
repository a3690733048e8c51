package org.moegate.cpu.vector;

/**
 * Keys that carry an index in their lowest bits, a lower index as the greater number: of equal keys, the one with the lower
 * index is then the greater one. Keys that differ in no other bits lose their difference to that; whoever ranks packed keys
 * must look at the whole ones where it could matter.
 */
final class PackedKeys {

    private PackedKeys() {}

    /** Ones in the bits that so many indices take. */
    static int indexMask(int count) {
        return count == 1 ? 0 : Integer.highestOneBit(count - 1) * 2 - 1;
    }
}
