package com.example.gate;

/** Numbers that sort by falling value and then by rising index, so that ties need no further thought. */
final class SortKeys {

    private SortKeys() {}

    /** The key of a value and the index that it belongs to. NaN counts as −∞. */
    static long of(float value, int index) {
        int ordered = ordered(Float.floatToRawIntBits(Float.isNaN(value) ? Float.NEGATIVE_INFINITY : value));
        return ((long) ~ordered << Integer.SIZE) | index;
    }

    static int index(long key) {
        return (int) key;
    }

    static float value(long key) {
        return Float.intBitsToFloat(ordered(~(int) (key >> Integer.SIZE)));
    }

    /** From a float's bits to an int of the same order, and back: those of negative floats order the wrong way round. */
    private static int ordered(int bits) {
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    /** Shell's sort, because a call must not allocate: {@code Arrays.sort} does, where it finds runs to merge. */
    static void sort(long[] keys, int from, int to) {
        for (int gap = (to - from) / 2; gap > 0; gap /= 2) {
            for (int i = from + gap; i < to; i++) {
                long key = keys[i];
                int at = i;
                for (; at - gap >= from && keys[at - gap] > key; at -= gap) {
                    keys[at] = keys[at - gap];
                }
                keys[at] = key;
            }
        }
    }
}
