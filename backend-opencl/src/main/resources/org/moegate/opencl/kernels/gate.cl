// What all kernels share: the gate's fields, elements of three types, choices as integers, and the weights.

#define F32 0
#define F16 1
#define BF16 2
#define ABSENT 3

#define SIGMOID 0
#define SOFTMAX 1
#define SQRTSOFTPLUS 2

// GateStruct.java writes the same fields in the same order
typedef struct {
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
} Gate;

// The gate of a kernel that is built for one; the macros are GateConstants.java's.
#define GATE                                    \
    {NUM_EXPERTS,                               \
     NUM_EXPERT_GROUP,                          \
     TOPK_GROUP,                                \
     TOPK,                                      \
     NUM_FUSED_SHARED_EXPERTS,                  \
     SCORING_FUNC,                              \
     GROUP_SCORE_IS_MAX,                        \
     RENORMALIZE,                               \
     APPLY_ROUTED_SCALING_FACTOR_ON_OUTPUT,     \
     ROUTED_SCALING_FACTOR,                     \
     LOGITS_DTYPE,                              \
     BIAS_DTYPE}

// What follows from these macros.
#define GROUP_SIZE (NUM_EXPERTS / NUM_EXPERT_GROUP)
#define GROUPS_CLOSE (TOPK_GROUP < NUM_EXPERT_GROUP)
#define ONLY_BEST_COUNTS (GROUP_SCORE_IS_MAX || GROUP_SIZE == 1)
#define ROUTED (TOPK - NUM_FUSED_SHARED_EXPERTS)

// What a kernel is told of a batch, in the order of KernelCall.java. Positions and the stride count elements; a bias that is
// absent is a null pointer.
#define BATCH                                                                           \
    int num_tokens, int num_token_non_padded,                                           \
    __global const uchar *logits, long logits_at, long logits_row_stride,               \
    __global const uchar *bias, long bias_at,                                           \
    __global int *topk_ids, long topk_ids_at, __global float *topk_weights, long topk_weights_at

// Softmax adds up as many partial sums, by index modulo this.
#define PARTIAL_SUMS 32

float load_element(int dtype, __global const uchar *elements, long at) {
    switch (dtype) {
        case F32:
            return ((__global const float *)elements)[at];
        case F16:
            return vload_half(at, (__global const half *)elements);
        default:
            return as_float((uint)((__global const ushort *)elements)[at] << 16);
    }
}

// ---------------------------------------------------------------- choices as integers of the same order

// below every choice, −∞ included: an expert or a group that cannot be chosen, or has been
#define CLOSED INT_MIN
// −∞: a NaN, or masked by its bias
#define MASKED ((int)0x807fffff)

// flips all bits but the sign of a negative number; its own inverse
int flip(int bits) {
    return bits ^ ((bits >> 31) & INT_MAX);
}

// fmax takes the number where the other one is a NaN
int key_of(float choice) {
    return flip(as_int(fmax(choice, -INFINITY)));
}

float choice_of(int key) {
    return as_float(flip(key));
}

int group_key(bool only_best, int best, int second) {
    return only_best ? best : key_of(choice_of(best) + choice_of(second));
}

// ---------------------------------------------------------------- weights

int num_routed_topk(const Gate gate) {
    return gate.topk - gate.num_fused_shared_experts;
}

float finish_weight(const Gate gate, float weight, float total) {
    if (gate.renormalize && total != 0.0f) {
        weight /= total;
    }
    if (gate.apply_routed_scaling_factor_on_output) {
        weight *= gate.routed_scaling_factor;
    }
    // machines differ in the NaN they make of ∞/∞
    return isnan(weight) ? as_float(0x7fc00000) : weight;
}

float shared_expert_weight(const Gate gate, float total) {
    return finish_weight(gate, total / gate.routed_scaling_factor, total);
}
