package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.moegate.GateSpec;
import org.moegate.reference.ReferenceGate;

/** A float32 batch on a GPU, with what the reference makes of it. */
final class RoutedBatch {

    private final Gpu gpu;
    private final GateSpec spec;
    private final int numTokens;
    private final int rowStride;
    private final int firstElement;
    private final long logits;
    private final long bias;
    private final long ids;
    private final long weights;
    private final float[] hostBias;
    private float[] hostLogits = new float[0];

    /**
     * Memory for a batch.
     *
     * @param rowStride elements from row to row
     * @param firstElement elements that arrays start behind the beginning of their memory, which is well aligned
     */
    RoutedBatch(Gpu gpu, GateSpec spec, int numTokens, int rowStride, int firstElement) {
        this.gpu = gpu;
        this.spec = spec;
        this.numTokens = numTokens;
        this.rowStride = rowStride;
        this.firstElement = firstElement;
        this.hostBias = random(spec.numExperts(), 0.1f, new Random(1));
        this.logits = allocate((long) numTokens * rowStride);
        this.bias = allocate(spec.numExperts());
        this.ids = allocate((long) numTokens * spec.topk());
        this.weights = allocate((long) numTokens * spec.topk());
        gpu.write(bias, MemorySegment.ofArray(hostBias));
        drawLogits(2);
    }

    private long allocate(long elements) {
        return gpu.allocate((firstElement + elements) * Float.BYTES) + (long) firstElement * Float.BYTES;
    }

    private static float[] random(int count, float deviation, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * deviation;
        }
        return values;
    }

    /** Other logits in the same memory. */
    void drawLogits(long seed) {
        hostLogits = random(numTokens * rowStride, 2, new Random(seed));
        gpu.write(logits, MemorySegment.ofArray(hostLogits));
    }

    void route(CudaRouting routing, CUstream_st stream, int numTokenNonPadded) {
        routing.route(stream.address(), numTokens, numTokenNonPadded, logits, rowStride, bias, ids, weights);
    }

    /** Once the GPU is done. */
    void assertReferenceBits(int numTokenNonPadded) {
        int topk = spec.topk();
        int[] expectedIds = new int[numTokens * topk];
        float[] expectedWeights = new float[numTokens * topk];
        ReferenceGate reference = new ReferenceGate(spec);
        for (int row = 0; row < numTokens; row++) {
            if (row < numTokenNonPadded) {
                reference.route(hostLogits, row * rowStride, hostBias, expectedIds, expectedWeights, row * topk);
            } else {
                reference.routePadding(expectedIds, expectedWeights, row * topk);
            }
        }
        int[] seenIds = new int[expectedIds.length];
        float[] seenWeights = new float[expectedWeights.length];
        gpu.read(ids, MemorySegment.ofArray(seenIds));
        gpu.read(weights, MemorySegment.ofArray(seenWeights));
        assertArrayEquals(expectedIds, seenIds);
        assertArrayEquals(bits(expectedWeights), bits(seenWeights));
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }
}
