// The reference numerics (docs/numerics.md), one float32 operation after the other, each rounded once. REAL is a float, or a
// vector of as many as REAL_WIDTH says.

#pragma OPENCL FP_CONTRACT OFF

#define JOIN_EXPANDED(a, b) a##b
#define JOIN(a, b) JOIN_EXPANDED(a, b)
#define REAL JOIN(float, REAL_WIDTH)
#define UINT JOIN(uint, REAL_WIDTH)
#define AS_REAL JOIN(as_, REAL)
#define AS_UINT JOIN(as_, UINT)

#define LOG2_E 0x1.715476p+0f
// adding it rounds to a whole number, which then lies in the low bits of the sum
#define ROUNDER 0x1.8p+23f
#define LN2_HIGH 0x1.62e43p-1f
#define LN2_LOW -0x1.05c61p-29f

#define EXP_LOWEST -104.0f
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

#define LOG_2 -0x1.ffff14p-2f
#define LOG_3 0x1.5535dep-2f
#define LOG_4 -0x1.fd1368p-3f
#define LOG_5 0x1.884554p-3f
#define LOG_6 -0x1.19af8ep-3f
#define LOG_7 0x1.44707ap-4f
#define LOG_8 -0x1.eca398p-6f
#define LOG_9 0x1.5fa0dap-8f

#define EXPONENT_SHIFT 23

// factor · 2^n, where n lies in the low bits of rounded
REAL times_power_of_two(float factor, REAL rounded) {
    return AS_REAL((AS_UINT(rounded) << EXPONENT_SHIFT) + as_uint(factor));
}

// exp(r) − 1 where y = n · ln(2) + r
REAL expm1_of_remainder(REAL y, REAL rounded) {
    REAL n = rounded - ROUNDER;
    REAL r = fma(n, (REAL)(-LN2_HIGH), y);
    r = fma(n, (REAL)(-LN2_LOW), r);
    REAL q = fma((REAL)EXP_6, r, (REAL)EXP_5);
    q = fma(q, r, (REAL)EXP_4);
    q = fma(q, r, (REAL)EXP_3);
    q = fma(q, r, (REAL)EXP_2);
    return fma(r * r, q, r);
}

// for x ≤ 0; clamps are selections, since minimum and maximum differ between languages where a NaN is
REAL exp_of_nonpositive(REAL x) {
    REAL y = x < EXP_LOWEST ? (REAL)EXP_LOWEST : x;
    REAL rounded = fma(y, (REAL)LOG2_E, (REAL)ROUNDER);
    REAL p = 1.0f + expm1_of_remainder(y, rounded);
    return (p * times_power_of_two(EXP_SCALE, rounded)) * EXP_UNSCALE;
}

REAL sigmoid(REAL x) {
    REAL negated = -x;
    REAL y = negated < -SIGMOID_HIGHEST ? (REAL)(-SIGMOID_HIGHEST) : negated;
    y = y > -EXP_LOWEST ? (REAL)(-EXP_LOWEST) : y;
    REAL rounded = fma(y, (REAL)LOG2_E, (REAL)ROUNDER);
    REAL scale = times_power_of_two(SIGMOID_ONE, rounded);
    return SIGMOID_ONE / (fma(scale, expm1_of_remainder(y, rounded), (REAL)SIGMOID_ONE) + scale);
}

REAL sqrt_softplus(REAL x) {
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
