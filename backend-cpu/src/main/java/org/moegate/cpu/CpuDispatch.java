package org.moegate.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.moegate.ExpertMap;
import org.moegate.reference.ReferenceDispatch;

/**
 * What follows the gate, in arrays of its own that segments are copied to and from: loops over arrays are compiled well, and the
 * same for every kind of segment. For one thread at a time.
 */
final class CpuDispatch {

    private static final int FEWEST = 64;

    private int[] ids = new int[0];
    private int[] results = new int[0];
    private float[] weights = new float[0];
    private int[] counts = new int[0];
    private int[] places = new int[0];
    private int[] experts = new int[0];

    void countTokens(int numPairs, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        read(topkIds, numPairs);
        count(numPairs, numExperts);
        write(counts, numExperts, tokensPerExpert);
    }

    void alignBlockSize(
            int numPairs,
            MemorySegment topkIds,
            int numExperts,
            int blockSize,
            MemorySegment sortedTokenIds,
            MemorySegment expertIds,
            MemorySegment numTokensPostPadded,
            MemorySegment tokensPerExpert) {
        read(topkIds, numPairs);
        count(numPairs, numExperts);
        int end = makeBlocks(numPairs, numExperts, blockSize);
        place(numPairs, numExperts);
        write(counts, numExperts, tokensPerExpert);
        write(results, end, sortedTokenIds);
        write(experts, end / blockSize, expertIds);
        numTokensPostPadded.set(JAVA_INT_UNALIGNED, 0, end);
    }

    private void count(int numPairs, int numExperts) {
        counts = grown(counts, numExperts);
        int[] pairIds = ids;
        int[] expertCounts = counts;
        Arrays.fill(expertCounts, 0, numExperts, 0);
        for (int pair = 0; pair < numPairs; pair++) {
            int id = pairIds[pair];
            if (id >= 0 && id < numExperts) {
                expertCounts[id]++;
            }
        }
    }

    /** Says where each expert's pairs go, whose the blocks are, and what fills them up; returns where they end. */
    private int makeBlocks(int numPairs, int numExperts, int blockSize) {
        places = grown(places, numExperts);
        int end = 0;
        for (int expert = 0; expert < numExperts; expert++) {
            places[expert] = end;
            end += ReferenceDispatch.padded(counts[expert], blockSize);
        }
        results = grown(results, end);
        experts = grown(experts, end / blockSize);
        for (int expert = 0; expert < numExperts; expert++) {
            if (counts[expert] > 0) {
                int start = places[expert];
                int next = expert + 1 < numExperts ? places[expert + 1] : end;
                Arrays.fill(results, start + counts[expert], next, numPairs);
                Arrays.fill(experts, start / blockSize, next / blockSize, expert);
            }
        }
        return end;
    }

    private void place(int numPairs, int numExperts) {
        int[] pairIds = ids;
        int[] next = places;
        int[] sorted = results;
        for (int pair = 0; pair < numPairs; pair++) {
            int id = pairIds[pair];
            if (id >= 0 && id < numExperts) {
                sorted[next[id]++] = pair;
            }
        }
    }

    void mapExperts(int numTokens, int topk, MemorySegment topkIds, ExpertMap map, MemorySegment physicalIds) {
        int numPairs = numTokens * topk;
        read(topkIds, numPairs);
        int numLogicalExperts = map.numLogicalExperts();
        int pair = 0;
        for (int token = 0; token < numTokens; token++) {
            for (int column = 0; column < topk; column++, pair++) {
                int id = ids[pair];
                boolean known = id >= 0 && id < numLogicalExperts;
                ids[pair] = known ? map.physicalExpert(id, token % map.replicas(id)) : -1;
            }
        }
        write(ids, numPairs, physicalIds);
    }

    void pack(int numPairs, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        read(topkIds, numPairs);
        weights = weights.length < numPairs ? new float[room(weights.length, numPairs)] : weights;
        MemorySegment.copy(topkWeights, JAVA_FLOAT_UNALIGNED, 0, weights, 0, numPairs);
        for (int pair = 0; pair < numPairs; pair++) {
            ids[pair] = ReferenceDispatch.packed(ids[pair], weights[pair]);
        }
        write(ids, numPairs, packed);
    }

    private void read(MemorySegment topkIds, int numPairs) {
        ids = grown(ids, numPairs);
        MemorySegment.copy(topkIds, JAVA_INT_UNALIGNED, 0, ids, 0, numPairs);
    }

    private static void write(int[] values, int count, MemorySegment to) {
        MemorySegment.copy(values, 0, to, JAVA_INT_UNALIGNED, 0, count);
    }

    /** What it held is gone where it grows. */
    private static int[] grown(int[] array, int length) {
        return array.length < length ? new int[room(array.length, length)] : array;
    }

    private static int room(int before, int wanted) {
        return Math.max(wanted, Math.clamp(2L * before, FEWEST, Integer.MAX_VALUE - 8));
    }
}
