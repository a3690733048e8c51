package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.FLOATS;
import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.moegate.GateSpec;

/** {@link WeightPass} where each row is a lane. */
final class LaneWeights {

    private final int topk;
    private final int routed;
    private final int numExperts;
    private final boolean renormalize;
    private final float routedScalingFactor;
    private final float outputFactor;
    private final int[] lanePlaces = new int[LANES];
    private final int[] places = new int[LANES];

    LaneWeights(GateSpec spec, int scoreStride) {
        topk = spec.topk();
        routed = spec.numRoutedTopk();
        numExperts = spec.numExperts();
        renormalize = spec.renormalize();
        routedScalingFactor = spec.routedScalingFactor();
        outputFactor = spec.applyRoutedScalingFactorOnOutput() ? spec.routedScalingFactor() : 1;
        Arrays.setAll(lanePlaces, lane -> lane * scoreStride);
    }

    /**
     * Weighs the chosen experts, and appends the shared ones.
     *
     * @param scores holds the rows' scores
     * @param ids a vector for each of the chosen, and room for the shared ones
     * @param weights receives, as bits, a vector for each of topk
     */
    void weigh(float[] scores, int[] ids, int[] weights) {
        IntVector lanePlace = IntVector.fromArray(INTS, lanePlaces, 0);
        FloatVector total = FloatVector.broadcast(FLOATS, 0);
        for (int i = 0; i < routed * LANES; i += LANES) {
            IntVector.fromArray(INTS, ids, i).add(lanePlace).intoArray(places, 0);
            FloatVector score = FloatVector.fromArray(FLOATS, scores, 0, places, 0);
            score.reinterpretAsInts().intoArray(weights, i);
            total = total.add(score);
        }
        for (int column = routed; column < topk; column++) {
            IntVector.broadcast(INTS, numExperts + column - routed).intoArray(ids, column * LANES);
            total.div(routedScalingFactor).reinterpretAsInts().intoArray(weights, column * LANES);
        }
        FloatVector one = FloatVector.broadcast(FLOATS, 1);
        FloatVector divisor = renormalize ? total.blend(one, total.compare(VectorOperators.EQ, 0)) : one;
        for (int i = 0; i < topk * LANES; i += LANES) {
            FloatVector finished = IntVector.fromArray(INTS, weights, i)
                    .reinterpretAsFloats()
                    .div(divisor)
                    .mul(outputFactor);
            finished.blend(FloatVector.broadcast(FLOATS, Float.NaN), finished.test(VectorOperators.IS_NAN))
                    .reinterpretAsInts()
                    .intoArray(weights, i);
        }
    }
}
