// What OpenCL C has no function for that is as good, as PTX where the device takes it: COMPUTE_CAPABILITY is 90 for 9.0, and 0 on
// devices that are not NVIDIA's.

// a NaN where either is one
DEVICE REAL max_or_nan(REAL a, REAL b) {
#if COMPUTE_CAPABILITY >= 80
    float result;
    asm("max.NaN.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(b));
    return result;
#else
    return a < b ? b : a != a ? a : b != b ? b : a;
#endif
}

DEVICE REAL min_or_nan(REAL a, REAL b) {
#if COMPUTE_CAPABILITY >= 80
    float result;
    asm("min.NaN.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(b));
    return result;
#else
    return a > b ? b : a != a ? a : b != b ? b : a;
#endif
}

#if COMPUTE_CAPABILITY

// Counts one more where a > b. Compilers make three instructions of what needs two.
DEVICE int count_if_greater(int count, float a, float b) {
    asm("{\n\t"
        ".reg .pred greater;\n\t"
        "setp.gt.f32 greater, %1, %2;\n\t"
        "@greater add.s32 %0, %0, 1;\n\t"
        "}"
        : "+r"(count)
        : "f"(a), "f"(b));
    return count;
}

// at most one unit in the last place off, as PTX has it; of normal numbers
DEVICE float reciprocal_estimate(float value) {
    float result;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(value));
    return result;
}

// On this processor every estimate was tried, and is near enough for a division that does without Newton's step.
#define ESTIMATES_ARE_NEAR (COMPUTE_CAPABILITY == 90)

DEVICE float half_to_float(ushort bits) {
    float result;
    asm("cvt.f32.f16 %0, %1;" : "=f"(result) : "h"(bits));
    return result;
}

// the same number, as one that nothing is known of
DEVICE int opaque(int value) {
    asm("" : "+r"(value));
    return value;
}

// Stores to local memory that are no branches.

DEVICE void store_if(bool condition, __local int *to, int value) {
    asm volatile("{\n\t"
                 ".reg .pred stores;\n\t"
                 "setp.ne.s32 stores, %0, 0;\n\t"
                 "@stores st.shared.s32 [%1], %2;\n\t"
                 "}"
                 :
                 : "r"((int)condition), "r"((uint)(size_t)to), "r"(value)
                 : "memory");
}

DEVICE void copy_if(bool condition, __local float *to, __local const float *from) {
    asm volatile("{\n\t"
                 ".reg .pred stores;\n\t"
                 ".reg .f32 value;\n\t"
                 "setp.ne.s32 stores, %0, 0;\n\t"
                 "@stores ld.shared.f32 value, [%2];\n\t"
                 "@stores st.shared.f32 [%1], value;\n\t"
                 "}"
                 :
                 : "r"((int)condition), "r"((uint)(size_t)to), "r"((uint)(size_t)from)
                 : "memory");
}

#else

DEVICE int count_if_greater(int count, float a, float b) {
    return count + (a > b);
}

DEVICE REAL reciprocal_estimate(REAL value) {
    return 1.0f / value;
}

#define ESTIMATES_ARE_NEAR 1

DEVICE float half_to_float(ushort bits) {
    return vload_half(0, (const __private half *)&bits);
}

DEVICE int opaque(int value) {
    return value;
}

DEVICE void store_if(bool condition, __local int *to, int value) {
    if (condition) {
        *to = value;
    }
}

DEVICE void copy_if(bool condition, __local float *to, __local const float *from) {
    if (condition) {
        *to = *from;
    }
}

#endif
