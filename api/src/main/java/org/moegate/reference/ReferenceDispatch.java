package org.moegate.reference;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.moegate.ExpertMap;

/**
 * What follows the gate, step by step, in plain Java: the definition of its results, and what a backend runs that has nothing
 * of its own. Pairs are those of a token and one of its topk columns, numbered {@code token * topk + column}. An id that is no
 * expert's, such as padding's −1, takes part in nothing.
 *
 * <p>Arguments are taken as they are; {@link org.moegate.Dispatch} checks them. Nothing is allocated and nothing kept.
 */
public final class ReferenceDispatch {

    /** What a NaN becomes, as bfloat16. */
    private static final int BFLOAT16_NAN = 0x7fc0;

    private ReferenceDispatch() {}

    /**
     * Counts the pairs of each expert.
     *
     * @param numPairs how many there are
     * @param topkIds [numPairs] int32
     * @param numExperts the ids counted are those below
     * @param tokensPerExpert [numExperts] int32, written
     */
    public static void countTokens(int numPairs, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        for (int expert = 0; expert < numExperts; expert++) {
            set(tokensPerExpert, expert, 0);
        }
        for (int pair = 0; pair < numPairs; pair++) {
            int id = get(topkIds, pair);
            if (id >= 0 && id < numExperts) {
                set(tokensPerExpert, id, get(tokensPerExpert, id) + 1);
            }
        }
    }

    /**
     * Sorts pairs by expert, those of one expert by number, each expert's filled up to whole blocks with {@code numPairs}.
     *
     * @param numPairs how many there are
     * @param topkIds [numPairs] int32
     * @param numExperts the ids sorted are those below
     * @param blockSize pairs a block
     * @param sortedTokenIds int32, written as far as there are blocks
     * @param expertIds int32, one a block
     * @param numTokensPostPadded [1] int32, the blocks' pairs together
     * @param tokensPerExpert [numExperts] int32, as {@link #countTokens} has them
     */
    public static void alignBlockSize(
            int numPairs,
            MemorySegment topkIds,
            int numExperts,
            int blockSize,
            MemorySegment sortedTokenIds,
            MemorySegment expertIds,
            MemorySegment numTokensPostPadded,
            MemorySegment tokensPerExpert) {
        countTokens(numPairs, topkIds, numExperts, tokensPerExpert);
        // counts become the places of each expert's next pair, and in the end, less where the expert starts, counts
        // again
        int start = 0;
        for (int expert = 0; expert < numExperts; expert++) {
            int padded = padded(get(tokensPerExpert, expert), blockSize);
            set(tokensPerExpert, expert, start);
            start += padded;
        }
        set(numTokensPostPadded, 0, start);
        for (int pair = 0; pair < numPairs; pair++) {
            int id = get(topkIds, pair);
            if (id >= 0 && id < numExperts) {
                int place = get(tokensPerExpert, id);
                set(sortedTokenIds, place, pair);
                set(tokensPerExpert, id, place + 1);
            }
        }
        start = 0;
        for (int expert = 0; expert < numExperts; expert++) {
            int end = get(tokensPerExpert, expert);
            set(tokensPerExpert, expert, end - start);
            int paddedEnd = start + padded(end - start, blockSize);
            for (int place = end; place < paddedEnd; place++) {
                set(sortedTokenIds, place, numPairs);
            }
            for (; start < paddedEnd; start += blockSize) {
                set(expertIds, start / blockSize, expert);
            }
        }
    }

    /**
     * The pairs of an expert with those that fill its last block.
     *
     * @param count the expert's pairs
     * @param blockSize pairs a block
     * @return a multiple of the block
     */
    public static int padded(int count, int blockSize) {
        return Math.ceilDiv(count, blockSize) * blockSize;
    }

    /**
     * Puts a physical expert in the place of each logical one: of an expert's replicas, the one whose number is that of the
     * token modulo how many there are.
     *
     * @param numTokens rows
     * @param topk columns
     * @param topkIds [numTokens, topk] int32, logical
     * @param map the experts' replicas; an id that it does not know becomes −1
     * @param physicalIds [numTokens, topk] int32, written
     */
    public static void mapExperts(
            int numTokens, int topk, MemorySegment topkIds, ExpertMap map, MemorySegment physicalIds) {
        int numLogicalExperts = map.numLogicalExperts();
        for (int token = 0; token < numTokens; token++) {
            for (int column = 0; column < topk; column++) {
                int pair = token * topk + column;
                int id = get(topkIds, pair);
                boolean known = id >= 0 && id < numLogicalExperts;
                set(physicalIds, pair, known ? map.physicalExpert(id, token % map.replicas(id)) : -1);
            }
        }
    }

    /**
     * Packs each id and weight into an int.
     *
     * @param numPairs how many there are
     * @param topkIds [numPairs] int32
     * @param topkWeights [numPairs] float32
     * @param packed [numPairs] int32, written
     */
    public static void pack(int numPairs, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        for (int pair = 0; pair < numPairs; pair++) {
            float weight = topkWeights.getAtIndex(JAVA_FLOAT_UNALIGNED, pair);
            set(packed, pair, packed(get(topkIds, pair), weight));
        }
    }

    /**
     * An id in the upper half, and its weight in the lower one, rounded to the nearest bfloat16, ties to even.
     *
     * @param id 0 to 32767; any other is packed as −1 with a weight of 0
     * @param weight its weight
     * @return {@code id << 16 | bfloat16}
     */
    public static int packed(int id, float weight) {
        return id == (id & 0x7fff) ? id << 16 | bfloat16(weight) : 0xffff0000;
    }

    private static int bfloat16(float value) {
        if (Float.isNaN(value)) {
            return BFLOAT16_NAN;
        }
        int bits = Float.floatToRawIntBits(value);
        return (bits + 0x7fff + (bits >>> 16 & 1)) >>> 16;
    }

    private static int get(MemorySegment ints, int index) {
        return ints.getAtIndex(JAVA_INT_UNALIGNED, index);
    }

    private static void set(MemorySegment ints, int index, int value) {
        ints.setAtIndex(JAVA_INT_UNALIGNED, index, value);
    }
}
