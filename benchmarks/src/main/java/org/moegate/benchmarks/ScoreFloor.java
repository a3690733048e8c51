package org.moegate.benchmarks;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.reference.Numerics;

/** The least a gate must do: load a row, score it and store the scores. */
final class ScoreFloor {

    private final DType dtype;
    private final float[] scores;

    ScoreFloor(GateSpec spec, DType dtype) {
        this.dtype = dtype;
        scores = new float[spec.numExperts()];
    }

    void run(int numTokens, MemorySegment logits) {
        for (int row = 0; row < numTokens; row++) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = Numerics.sigmoid(load(logits, (long) row * scores.length + i));
            }
        }
    }

    private float load(MemorySegment logits, long i) {
        return switch (dtype) {
            case F32 -> logits.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            case F16 -> Float.float16ToFloat(logits.getAtIndex(ValueLayout.JAVA_SHORT, i));
            case BF16 -> Float.intBitsToFloat(logits.getAtIndex(ValueLayout.JAVA_SHORT, i) << Short.SIZE);
        };
    }
}
