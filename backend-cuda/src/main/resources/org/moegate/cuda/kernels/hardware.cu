// What CUDA C++ has no portable function for, as PTX. Tests without a GPU put functions of their own in the place of this file.

// the greatest of the warp's values
DEVICE int warp_max(int value, int *exchange = nullptr) {
#if __CUDA_ARCH__ >= 800
    return __reduce_max_sync(ALL_LANES, value);
#else
    for (int distance = 16; distance > 0; distance /= 2) {
        value = max(value, __shfl_xor_sync(ALL_LANES, value, distance));
    }
    return value;
#endif
}

DEVICE unsigned warp_max_unsigned(unsigned value, int *exchange = nullptr) {
#if __CUDA_ARCH__ >= 800
    return __reduce_max_sync(ALL_LANES, value);
#else
    for (int distance = 16; distance > 0; distance /= 2) {
        value = max(value, __shfl_xor_sync(ALL_LANES, value, distance));
    }
    return value;
#endif
}

DEVICE int warp_sum(int value, int *exchange = nullptr) {
#if __CUDA_ARCH__ >= 800
    return __reduce_add_sync(ALL_LANES, value);
#else
    for (int distance = 16; distance > 0; distance /= 2) {
        value += __shfl_xor_sync(ALL_LANES, value, distance);
    }
    return value;
#endif
}

// ---------------------------------------------------------------- numbers

// a NaN where either is one
DEVICE float max_or_nan(float a, float b) {
#if __CUDA_ARCH__ >= 800
    float result;
    asm("max.NaN.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(b));
    return result;
#else
    return a < b ? b : a != a ? a : b != b ? b : a;
#endif
}

DEVICE float min_or_nan(float a, float b) {
#if __CUDA_ARCH__ >= 800
    float result;
    asm("min.NaN.f32 %0, %1, %2;" : "=f"(result) : "f"(a), "f"(b));
    return result;
#else
    return a > b ? b : a != a ? a : b != b ? b : a;
#endif
}

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
#if __CUDA_ARCH__ == 900
#define ESTIMATES_ARE_NEAR 1
#else
#define ESTIMATES_ARE_NEAR 0
#endif

DEVICE float half_to_float(unsigned short bits) {
    float result;
    asm("cvt.f32.f16 %0, %1;" : "=f"(result) : "h"(bits));
    return result;
}

// ---------------------------------------------------------------- what keeps compilers from doing worse

// the same number, as one that nothing is known of
DEVICE int opaque(int value) {
    asm("" : "+r"(value));
    return value;
}

// Stores to shared memory that are no branches.

DEVICE void store_if(bool condition, int *to, int value) {
    asm volatile("{\n\t"
                 ".reg .pred stores;\n\t"
                 "setp.ne.s32 stores, %0, 0;\n\t"
                 "@stores st.shared.s32 [%1], %2;\n\t"
                 "}"
                 :
                 : "r"((int)condition), "r"((unsigned)__cvta_generic_to_shared(to)), "r"(value)
                 : "memory");
}

DEVICE void copy_if(bool condition, float *to, const float *from) {
    asm volatile("{\n\t"
                 ".reg .pred stores;\n\t"
                 ".reg .f32 value;\n\t"
                 "setp.ne.s32 stores, %0, 0;\n\t"
                 "@stores ld.shared.f32 value, [%2];\n\t"
                 "@stores st.shared.f32 [%1], value;\n\t"
                 "}"
                 :
                 : "r"((int)condition), "r"((unsigned)__cvta_generic_to_shared(to)),
                   "r"((unsigned)__cvta_generic_to_shared(from))
                 : "memory");
}

// ---------------------------------------------------------------- launches

// Until the kernels before this one have written all they write, where the launch lets this one start earlier.
DEVICE void wait_for_previous_kernel() {
#if __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

// The next kernel may start once all blocks came here; it waits for what this one writes.
DEVICE void let_next_kernel_start() {
#if __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.launch_dependents;");
#endif
}

// as much as the launch asked for
DEVICE void *shared_memory() {
    extern __shared__ int4 memory[];
    return memory;
}
