// The reference numerics (docs/numerics.md), one float32 operation after the other, each rounded once: nothing is contracted,
// as the compiler is told.

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
DEVICE float times_power_of_two(float factor, float rounded) {
    return __uint_as_float((__float_as_uint(rounded) << EXPONENT_SHIFT) + __float_as_uint(factor));
}

// exp(r) − 1 where y = n · ln(2) + r
DEVICE float expm1_of_remainder(float y, float rounded) {
    float n = rounded - ROUNDER;
    float r = fmaf(n, -LN2_HIGH, y);
    r = fmaf(n, -LN2_LOW, r);
    float q = fmaf(EXP_6, r, EXP_5);
    q = fmaf(q, r, EXP_4);
    q = fmaf(q, r, EXP_3);
    q = fmaf(q, r, EXP_2);
    return fmaf(r * r, q, r);
}

// for x ≤ 0
DEVICE float exp_of_nonpositive(float x) {
    float y = max_or_nan(x, EXP_LOWEST);
    float rounded = fmaf(y, LOG2_E, ROUNDER);
    float p = 1.0f + expm1_of_remainder(y, rounded);
    return (p * times_power_of_two(EXP_SCALE, rounded)) * EXP_UNSCALE;
}

// what SIGMOID_ONE is divided by, for y = −x
DEVICE float sigmoid_denominator(float y) {
    float rounded = fmaf(y, LOG2_E, ROUNDER);
    float scale = times_power_of_two(SIGMOID_ONE, rounded);
    return fmaf(scale, expm1_of_remainder(y, rounded), SIGMOID_ONE) + scale;
}

DEVICE float sigmoid(float x) {
    return SIGMOID_ONE / sigmoid_denominator(min_or_nan(max_or_nan(-x, -SIGMOID_HIGHEST), -EXP_LOWEST));
}

// The same for |x| ≤ SIGMOID_USUAL or NaN, with neither clamps nor the branch that division has for subnormal numbers: a step
// of Newton's for the reciprocal and one of Markstein's for the quotient. A test proves that for every denominator and every
// estimate that the hardware may give the result is the correctly rounded one.
DEVICE float usual_sigmoid(float x) {
    float denominator = sigmoid_denominator(-x);
    float reciprocal = reciprocal_estimate(denominator);
    reciprocal = fmaf(reciprocal, fmaf(-denominator, reciprocal, 1.0f), reciprocal);
    float quotient = SIGMOID_ONE * reciprocal;
    return fmaf(fmaf(-denominator, quotient, SIGMOID_ONE), reciprocal, quotient);
}

DEVICE float sqrt_softplus(float x) {
    float z = exp_of_nonpositive(x > 0.0f ? -x : x);
    float p = fmaf(LOG_9, z, LOG_8);
    p = fmaf(p, z, LOG_7);
    p = fmaf(p, z, LOG_6);
    p = fmaf(p, z, LOG_5);
    p = fmaf(p, z, LOG_4);
    p = fmaf(p, z, LOG_3);
    p = fmaf(p, z, LOG_2);
    p = fmaf(p, z, 1.0f);
    return sqrtf(fmaf(p, z, x > 0.0f ? x : 0.0f));
}
