package org.moegate.kernelbuilds;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.PlanRequest;
import org.moegate.ScoringFunc;

/**
 * A request in the twelve numbers that a kernel needs to know: as macros for a kernel that is built for one gate, and through
 * {@link GateStruct} as an argument of one that routes any. Kernels number enumerations as it is done here.
 */
public final class GateConstants {

    private GateConstants() {}

    /**
     * The request as macros.
     *
     * @param request what a kernel is built for
     * @return values by name, in the order of {@link GateStruct}'s fields; the caller may add more
     */
    public static Map<String, Object> macros(PlanRequest request) {
        Map<String, Object> macros = new LinkedHashMap<>(numbers(request));
        // in hexadecimal, so that the compiler reads the same bits
        macros.replaceAll((name, number) -> number instanceof Float value ? Float.toHexString(value) + "f" : number);
        return macros;
    }

    /** Integers and floats by the names of their macros. Their order is that of the struct's fields. */
    static Map<String, Number> numbers(PlanRequest request) {
        GateSpec spec = request.spec();
        Map<String, Number> numbers = new LinkedHashMap<>();
        numbers.put("NUM_EXPERTS", spec.numExperts());
        numbers.put("NUM_EXPERT_GROUP", spec.numExpertGroup());
        numbers.put("TOPK_GROUP", spec.topkGroup());
        numbers.put("TOPK", spec.topk());
        numbers.put("NUM_FUSED_SHARED_EXPERTS", spec.numFusedSharedExperts());
        numbers.put("SCORING_FUNC", number(spec.scoringFunc()));
        numbers.put("GROUP_SCORE_IS_MAX", number(spec.groupScore() == GroupScore.MAX));
        numbers.put("RENORMALIZE", number(spec.renormalize()));
        numbers.put("APPLY_ROUTED_SCALING_FACTOR_ON_OUTPUT", number(spec.applyRoutedScalingFactorOnOutput()));
        numbers.put("ROUTED_SCALING_FACTOR", spec.routedScalingFactor());
        numbers.put("LOGITS_DTYPE", number(request.logitsDType()));
        numbers.put("BIAS_DTYPE", number(request.biasDType()));
        return numbers;
    }

    /**
     * A scoring function's number.
     *
     * @param scoringFunc one of them
     * @return 0 and up
     */
    public static int number(ScoringFunc scoringFunc) {
        return switch (scoringFunc) {
            case SIGMOID -> 0;
            case SOFTMAX -> 1;
            case SQRTSOFTPLUS -> 2;
        };
    }

    /**
     * The number of an element type.
     *
     * @param dtype one of them, or null for a bias that is absent
     * @return 0 and up
     */
    public static int number(@Nullable DType dtype) {
        return switch (dtype) {
            case F32 -> 0;
            case F16 -> 1;
            case BF16 -> 2;
            case null -> 3;
        };
    }

    /**
     * A truth value's number.
     *
     * @param value true or false
     * @return 1 or 0
     */
    public static int number(boolean value) {
        return value ? 1 : 0;
    }
}
