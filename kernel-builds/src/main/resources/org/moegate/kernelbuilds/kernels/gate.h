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

// GateStruct.java writes the same fields in the same order.
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

// The gate of a kernel that is built for one. The macros are GateConstants.java's, and used in expressions only.
#define GATE                                \
    {NUM_EXPERTS,                           \
     NUM_EXPERT_GROUP,                      \
     TOPK_GROUP,                            \
     TOPK,                                  \
     NUM_FUSED_SHARED_EXPERTS,              \
     SCORING_FUNC,                          \
     GROUP_SCORE_IS_MAX,                    \
     RENORMALIZE,                           \
     APPLY_ROUTED_SCALING_FACTOR_ON_OUTPUT, \
     ROUTED_SCALING_FACTOR,                 \
     LOGITS_DTYPE,                          \
     BIAS_DTYPE}

// What follows from these macros.
#define GROUP_SIZE (NUM_EXPERTS / NUM_EXPERT_GROUP)
#define GROUPS_CLOSE (TOPK_GROUP < NUM_EXPERT_GROUP)
#define ONLY_BEST_COUNTS (GROUP_SCORE_IS_MAX || GROUP_SIZE == 1)
#define ROUTED (TOPK - NUM_FUSED_SHARED_EXPERTS)

// A batch. The stride counts elements; a bias that is absent is a null pointer.
typedef struct {
    int num_tokens;
    int num_token_non_padded;
    GLOBAL const void *logits;
    Int64 logits_row_stride;
    GLOBAL const void *bias;
    GLOBAL int *topk_ids;
    GLOBAL float *topk_weights;
} Batch;

// ---------------------------------------------------------------- elements

DEVICE int element_bytes(int dtype) {
    return dtype == F32 ? 4 : 2;
}

DEVICE float widen(int dtype, unsigned short bits) {
    return dtype == F16 ? half_to_float(bits) : as_float((unsigned)bits << 16);
}

DEVICE float load_element(int dtype, GLOBAL const void *elements, Int64 at) {
    if (dtype == F32) {
        return ((GLOBAL const float *)elements)[at];
    }
    return widen(dtype, ((GLOBAL const unsigned short *)elements)[at]);
}

// ---------------------------------------------------------------- choices as integers of the same order

// below every choice, −∞ included: an expert or a group that cannot be chosen, or has been
#define CLOSED ((int)0x80000000)
// −∞: a NaN, or masked by its bias
#define MASKED ((int)0x807fffff)

#define MINUS_INFINITY as_float(0xff800000)
#define NOT_A_NUMBER as_float(0x7fc00000)

// flips all bits but the sign of a negative number; its own inverse
DEVICE int flip(int bits) {
    return bits ^ ((bits >> 31) & 0x7fffffff);
}

// fmax takes the number where the other one is a NaN
DEVICE int key_of(float choice) {
    return flip(as_int(fmax(choice, MINUS_INFINITY)));
}

DEVICE float choice_of(int key) {
    return as_float(flip(key));
}

DEVICE int group_key(bool only_best, int best, int second) {
    return only_best ? best : key_of(choice_of(best) + choice_of(second));
}

// ---------------------------------------------------------------- weights

DEVICE float finish_weight(const Gate gate, float weight, float total) {
    if (gate.renormalize && total != 0.0f) {
        weight /= total;
    }
    if (gate.apply_routed_scaling_factor_on_output) {
        weight *= gate.routed_scaling_factor;
    }
    // machines differ in the NaN they make of ∞/∞
    return weight != weight ? NOT_A_NUMBER : weight;
}

DEVICE float shared_expert_weight(const Gate gate, float total) {
    return finish_weight(gate, total / gate.routed_scaling_factor, total);
}
