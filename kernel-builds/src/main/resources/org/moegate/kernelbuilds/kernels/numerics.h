// The reference numerics (docs/numerics.md), one float32 operation after the other, each rounded once: nothing is contracted,
// as compilers are told. REAL is a float, or in OpenCL also a vector of them.

#define LOG2_E 0x1.715476p+0f
// adding it rounds to a whole number, which then lies in the low bits of the sum
#define ROUNDER 0x1.8p+23f
#define LN2_HIGH 0x1.62e43p-1f
#define LN2_LOW (-0x1.05c61p-29f)

#define EXP_LOWEST (-104.0f)
#define EXP_2 0x1.fffffcp-2f
#define EXP_3 0x1.555492p-3f
#define EXP_4 0x1.5558bp-5f
#define EXP_5 0x1.12398ep-7f
#define EXP_6 0x1.6a4d6p-10f
// keeps the power of two a normal number until the last multiplication
#define EXP_SCALE 0x1p64f
#define EXP_UNSCALE 0x1p-64f

#define SIGMOID_HIGHEST 30.0f
// in the place of 1, numerator and summand alike
#define SIGMOID_ONE 0x1.8p-64f
// For |x| up to this all powers of two in a sigmoid are normal numbers, and the clamps change nothing: where they would, it is 1.
#define SIGMOID_USUAL 40.0f

#define LOG_2 (-0x1.ffff14p-2f)
#define LOG_3 0x1.5535dep-2f
#define LOG_4 (-0x1.fd1368p-3f)
#define LOG_5 0x1.884554p-3f
#define LOG_6 (-0x1.19af8ep-3f)
#define LOG_7 0x1.44707ap-4f
#define LOG_8 (-0x1.eca398p-6f)
#define LOG_9 0x1.5fa0dap-8f

#define EXPONENT_SHIFT 23

// factor · 2^n, where n lies in the low bits of rounded
DEVICE REAL times_power_of_two(float factor, REAL rounded) {
    return AS_REAL((AS_UINT(rounded) << EXPONENT_SHIFT) + as_uint(factor));
}

// exp(r) − 1 where y = n · ln(2) + r
DEVICE REAL expm1_of_remainder(REAL y, REAL rounded) {
    REAL n = rounded - ROUNDER;
    REAL r = fma(n, (REAL)(-LN2_HIGH), y);
    r = fma(n, (REAL)(-LN2_LOW), r);
    REAL q = fma((REAL)EXP_6, r, (REAL)EXP_5);
    q = fma(q, r, (REAL)EXP_4);
    q = fma(q, r, (REAL)EXP_3);
    q = fma(q, r, (REAL)EXP_2);
    return fma(r * r, q, r);
}

// for x ≤ 0
DEVICE REAL exp_of_nonpositive(REAL x) {
    REAL y = max_or_nan(x, (REAL)EXP_LOWEST);
    REAL rounded = fma(y, (REAL)LOG2_E, (REAL)ROUNDER);
    REAL p = 1.0f + expm1_of_remainder(y, rounded);
    return (p * times_power_of_two(EXP_SCALE, rounded)) * EXP_UNSCALE;
}

// what SIGMOID_ONE is divided by, for y = −x
DEVICE REAL sigmoid_denominator(REAL y) {
    REAL rounded = fma(y, (REAL)LOG2_E, (REAL)ROUNDER);
    REAL scale = times_power_of_two(SIGMOID_ONE, rounded);
    return fma(scale, expm1_of_remainder(y, rounded), (REAL)SIGMOID_ONE) + scale;
}

DEVICE REAL sigmoid(REAL x) {
    REAL y = min_or_nan(max_or_nan(-x, (REAL)(-SIGMOID_HIGHEST)), (REAL)(-EXP_LOWEST));
    return SIGMOID_ONE / sigmoid_denominator(y);
}

// SIGMOID_ONE over a denominator, for |x| ≤ SIGMOID_USUAL, without the branch that division has for subnormal numbers: a step of
// Newton's for the reciprocal and one of Markstein's for the quotient. Tests prove that for every denominator and every estimate
// that the hardware may give the result is the correctly rounded one.
DEVICE REAL usual_quotient(REAL denominator) {
    REAL reciprocal = reciprocal_estimate(denominator);
    if (!ESTIMATES_ARE_NEAR) {
        reciprocal = fma(reciprocal, fma(-denominator, reciprocal, (REAL)1.0f), reciprocal);
    }
    REAL quotient = SIGMOID_ONE * reciprocal;
    return fma(fma(-denominator, quotient, (REAL)SIGMOID_ONE), reciprocal, quotient);
}

// for |x| ≤ SIGMOID_USUAL or NaN, where no clamp changes anything
DEVICE REAL usual_sigmoid(REAL x) {
    return usual_quotient(sigmoid_denominator(-x));
}

DEVICE REAL sqrt_softplus(REAL x) {
    REAL z = exp_of_nonpositive(x > 0.0f ? -x : x);
    REAL p = fma((REAL)LOG_9, z, (REAL)LOG_8);
    p = fma(p, z, (REAL)LOG_7);
    p = fma(p, z, (REAL)LOG_6);
    p = fma(p, z, (REAL)LOG_5);
    p = fma(p, z, (REAL)LOG_4);
    p = fma(p, z, (REAL)LOG_3);
    p = fma(p, z, (REAL)LOG_2);
    p = fma(p, z, (REAL)1.0f);
    return sqrt(fma(p, z, x > 0.0f ? x : (REAL)0.0f));
}
