package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.floats;
import static org.moegate.reference.Numerics.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link org.moegate.reference.Numerics}, operation for operation, a register of floats at a time. */
final class VectorNumerics {

    private static final int EXPONENT_SHIFT = 23;

    private VectorNumerics() {}

    static FloatVector exp(FloatVector x) {
        FloatVector y = x.blend(EXP_LOWEST, x.compare(VectorOperators.LT, EXP_LOWEST));
        FloatVector rounded = y.fma(floats(LOG2_E), floats(ROUNDER));
        FloatVector p = expm1OfRemainder(y, rounded).add(1);
        return p.mul(timesPowerOfTwo(EXP_SCALE, rounded)).mul(1 / EXP_SCALE);
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector negated = x.neg();
        FloatVector y = negated.blend(-SIGMOID_HIGHEST, negated.compare(VectorOperators.LT, -SIGMOID_HIGHEST));
        y = y.blend(-EXP_LOWEST, y.compare(VectorOperators.GT, -EXP_LOWEST));
        FloatVector rounded = y.fma(floats(LOG2_E), floats(ROUNDER));
        FloatVector scale = timesPowerOfTwo(SIGMOID_ONE, rounded);
        FloatVector one = floats(SIGMOID_ONE);
        return one.div(scale.fma(expm1OfRemainder(y, rounded), one).add(scale));
    }

    static FloatVector sqrtSoftplus(FloatVector x) {
        FloatVector zero = floats(0);
        var positive = x.compare(VectorOperators.GT, zero);
        FloatVector z = exp(x.blend(x.neg(), positive));
        FloatVector p = z.fma(floats(LOG_9), floats(LOG_8));
        p = p.fma(z, floats(LOG_7));
        p = p.fma(z, floats(LOG_6));
        p = p.fma(z, floats(LOG_5));
        p = p.fma(z, floats(LOG_4));
        p = p.fma(z, floats(LOG_3));
        p = p.fma(z, floats(LOG_2));
        p = p.fma(z, floats(1));
        return p.fma(z, zero.blend(x, positive)).sqrt();
    }

    private static FloatVector timesPowerOfTwo(float factor, FloatVector rounded) {
        IntVector n = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
        return n.add(Float.floatToRawIntBits(factor)).reinterpretAsFloats();
    }

    private static FloatVector expm1OfRemainder(FloatVector y, FloatVector rounded) {
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector r = n.fma(floats(-LN2_HIGH), y);
        r = n.fma(floats(-LN2_LOW), r);
        FloatVector q = r.fma(floats(EXP_6), floats(EXP_5));
        q = q.fma(r, floats(EXP_4));
        q = q.fma(r, floats(EXP_3));
        q = q.fma(r, floats(EXP_2));
        return r.mul(r).fma(q, r);
    }
}
