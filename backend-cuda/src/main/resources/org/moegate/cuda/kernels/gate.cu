// What all kernels share: the gate's fields, elements of three types, choices as integers, and the weights.

#define F32 0
#define F16 1
#define BF16 2
#define ABSENT 3

#define SIGMOID 0
#define SOFTMAX 1
#define SQRTSOFTPLUS 2

// Softmax adds up as many partial sums, by index modulo this.
#define PARTIAL_SUMS 32

// The host writes the same fields in the same order.
struct Gate {
    int num_experts;
    int num_expert_group;
    int topk_group;
    int topk;
    int num_fused_shared_experts;
    int scoring_func;
    int group_score_is_max;
    int renormalize;
    int apply_routed_scaling_factor_on_output;
    float routed_scaling_factor;
    int logits_dtype;
    int bias_dtype;
};

// What a kernel is told of a batch. The stride counts elements; a bias that is absent is a null pointer.
struct Batch {
    int num_tokens;
    int num_token_non_padded;
    const void *logits;
    long long logits_row_stride;
    const void *bias;
    int *topk_ids;
    float *topk_weights;
};

DEVICE int element_bytes(int dtype) {
    return dtype == F32 ? 4 : 2;
}

DEVICE float widen(int dtype, unsigned short bits) {
    return dtype == F16 ? half_to_float(bits) : __uint_as_float((unsigned)bits << 16);
}

DEVICE float load_element(int dtype, const void *elements, long long at) {
    if (dtype == F32) {
        return static_cast<const float *>(elements)[at];
    }
    return widen(dtype, static_cast<const unsigned short *>(elements)[at]);
}

// ---------------------------------------------------------------- choices as integers of the same order

// below every choice, −∞ included: an expert or a group that cannot be chosen, or has been
#define CLOSED ((int)0x80000000)
// −∞: a NaN, or masked by its bias
#define MASKED ((int)0x807fffff)

#define MINUS_INFINITY __int_as_float(0xff800000)
#define NOT_A_NUMBER __int_as_float(0x7fc00000)

// flips all bits but the sign of a negative number; its own inverse
DEVICE int flip(int bits) {
    return bits ^ ((bits >> 31) & 0x7fffffff);
}

// fmaxf takes the number where the other one is a NaN
DEVICE int key_of(float choice) {
    return flip(__float_as_int(fmaxf(choice, MINUS_INFINITY)));
}

DEVICE float choice_of(int key) {
    return __int_as_float(flip(key));
}

DEVICE int group_key(bool only_best, int best, int second) {
    return only_best ? best : key_of(choice_of(best) + choice_of(second));
}

// ---------------------------------------------------------------- weights

DEVICE float finish_weight(const Gate &gate, float weight, float total) {
    if (gate.renormalize && total != 0.0f) {
        weight /= total;
    }
    if (gate.apply_routed_scaling_factor_on_output) {
        weight *= gate.routed_scaling_factor;
    }
    // machines differ in the NaN they make of ∞/∞
    return weight != weight ? NOT_A_NUMBER : weight;
}

DEVICE float shared_expert_weight(const Gate &gate, float total) {
    return finish_weight(gate, total / gate.routed_scaling_factor, total);
}
