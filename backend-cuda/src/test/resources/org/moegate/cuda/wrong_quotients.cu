// A thread for each significand tries the denominators of a usual sigmoid that have it.

#define LOWEST_EXPONENT (-64)
#define HIGHEST_EXPONENT (-6)

extern "C" __global__ void count_wrong_quotients(int *count) {
    unsigned significand = blockIdx.x * blockDim.x + threadIdx.x;
    for (int exponent = LOWEST_EXPONENT; exponent <= HIGHEST_EXPONENT; exponent++) {
        float denominator = as_float((unsigned)(127 + exponent) << EXPONENT_SHIFT | significand);
        if (usual_quotient(denominator) != __fdiv_rn(SIGMOID_ONE, denominator)) {
            atomicAdd(count, 1);
        }
    }
}
