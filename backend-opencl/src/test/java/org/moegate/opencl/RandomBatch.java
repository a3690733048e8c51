package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.jocl.CL;
import org.jocl.cl_event;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.reference.ReferenceGate;

/** Random logits and bias, some rows with many ties, and what the reference makes of them. */
final class RandomBatch {

    private final GateSpec spec;
    private final int numTokens;
    private final short[] logits16;
    private final float[] logits32;
    private final float[] bias;
    private final DType logitsDType;
    private final int[] expectedIds;
    private final float[] expectedWeights;

    RandomBatch(PlanRequest request, int numTokens, long seed) {
        Random random = new Random(seed);
        this.spec = request.spec();
        this.numTokens = numTokens;
        this.logitsDType = request.logitsDType();
        logits32 = new float[numTokens * spec.numExperts()];
        logits16 = new short[logits32.length];
        for (int i = 0; i < logits32.length; i++) {
            int row = i / spec.numExperts();
            // of the rows, some are of a few values, and some of one
            float logit = row % 3 == 0 ? (float) random.nextGaussian() : random.nextInt(row % 3 == 1 ? 5 : 1);
            logits16[i] = logitsDType == DType.F16
                    ? Float.floatToFloat16(logit)
                    : (short) (Float.floatToRawIntBits(logit) >>> Short.SIZE);
            logits32[i] = switch (logitsDType) {
                case F32 -> logit;
                case F16 -> Float.float16ToFloat(logits16[i]);
                case BF16 -> Float.intBitsToFloat(logits16[i] << Short.SIZE);
            };
        }
        bias = new float[spec.numExperts()];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = random.nextInt(3) / 64f;
        }
        expectedIds = new int[numTokens * spec.topk()];
        expectedWeights = new float[numTokens * spec.topk()];
        ReferenceGate reference = new ReferenceGate(spec);
        for (int row = 0; row < numTokens; row++) {
            reference.route(logits32, row * spec.numExperts(), bias, expectedIds, expectedWeights, row * spec.topk());
        }
    }

    int numTokens() {
        return numTokens;
    }

    MemorySegment logits() {
        return logitsDType == DType.F32 ? MemorySegment.ofArray(logits32) : MemorySegment.ofArray(logits16);
    }

    MemorySegment bias() {
        return MemorySegment.ofArray(bias);
    }

    /** Routes by a plan with a float32 bias. */
    void assertSameBits(GatePlan plan) {
        int[] ids = new int[expectedIds.length];
        float[] weights = new float[expectedWeights.length];
        @Nullable MemorySegment biasSegment = bias();
        plan.route(numTokens, logits(), biasSegment, MemorySegment.ofArray(ids), MemorySegment.ofArray(weights));
        assertSameBits(ids, weights);
    }

    /** Routes in a caller's memory, at odd offsets. */
    void assertSameBits(GatePlan plan, CallerMemory memory) {
        OpenClArray ids = memory.array(expectedIds.length, 3);
        OpenClArray weights = memory.array(expectedWeights.length, 1);
        cl_event routed = plan.deviceRouting(OpenClRouting.class)
                .orElseThrow()
                .route(
                        memory.queue(),
                        numTokens,
                        numTokens,
                        memory.array(logits(), logitsDType.byteSize(), 5),
                        spec.numExperts(),
                        memory.array(bias(), Float.BYTES, 7),
                        ids,
                        weights);
        int[] idsRead = memory.ints(ids, expectedIds.length, routed);
        float[] weightsRead = memory.floats(weights, expectedWeights.length, routed);
        CL.clReleaseEvent(routed);
        assertSameBits(idsRead, weightsRead);
    }

    private void assertSameBits(int[] ids, float[] weights) {
        assertArrayEquals(expectedIds, ids);
        assertArrayEquals(bits(expectedWeights), bits(weights));
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }
}
