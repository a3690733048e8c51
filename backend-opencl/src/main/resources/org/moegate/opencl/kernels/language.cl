// What the shared sources ask of their language. They are written in what CUDA C++ and OpenCL C have in common, with OpenCL's
// names where the two differ.

#pragma OPENCL FP_CONTRACT OFF

// arrays that functions take are to stay in registers
#define DEVICE static inline __attribute__((always_inline))

#define GLOBAL __global
#define LOCAL __local

typedef long Int64;

// A float, or a vector of as many as REAL_WIDTH says.
#define JOIN_EXPANDED(a, b) a##b
#define JOIN(a, b) JOIN_EXPANDED(a, b)
#define REAL JOIN(float, REAL_WIDTH)
#define AS_REAL JOIN(as_, REAL)
#define AS_UINT JOIN(as_uint, REAL_WIDTH)

// What a kernel is told of a batch, in the order of KernelCall.java. Positions and the stride count elements; a bias that is
// absent is a null pointer.
#define BATCH                                                                           \
    int num_tokens, int num_token_non_padded,                                           \
    __global const uchar *logits, long logits_at, long logits_row_stride,               \
    __global const uchar *bias, long bias_at,                                           \
    __global int *topk_ids, long topk_ids_at, __global float *topk_weights, long topk_weights_at

// the number of the lowest bit that is set
DEVICE int lowest_bit(uint bits) {
    return 31 - (int)clz(bits & -bits);
}

DEVICE uint thread_index(void) {
    return get_local_id(0);
}

DEVICE uint block_index(void) {
    return get_group_id(0);
}

DEVICE void block_sync(void) {
    barrier(CLK_LOCAL_MEM_FENCE);
}

// whoever else adds to it
DEVICE void add_to(LOCAL int *sum, int value) {
    atomic_add((volatile LOCAL int *)sum, value);
}
