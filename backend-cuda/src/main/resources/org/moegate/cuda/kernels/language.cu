// What the shared sources ask of their language. They are written in what CUDA C++ and OpenCL C have in common, with OpenCL's
// names where the two differ.

#define DEVICE static __device__ __forceinline__

// A generic pointer reaches all memory.
#define GLOBAL
#define LOCAL

typedef long long Int64;

#define REAL float
#define AS_REAL as_float
#define AS_UINT as_uint

DEVICE int as_int(float value) {
    return __float_as_int(value);
}

DEVICE unsigned as_uint(float value) {
    return __float_as_uint(value);
}

DEVICE float as_float(unsigned bits) {
    return __uint_as_float(bits);
}

DEVICE int popcount(unsigned bits) {
    return __popc(bits);
}

DEVICE int clz(unsigned bits) {
    return __clz((int)bits);
}

// the number of the lowest bit that is set
DEVICE int lowest_bit(unsigned bits) {
    return __ffs((int)bits) - 1;
}

// of a block, in which 32 side by side are a warp
DEVICE unsigned thread_index() {
    return threadIdx.x;
}

DEVICE unsigned block_index() {
    return blockIdx.x;
}

// whoever else adds to it
DEVICE void add_to(int *sum, int value) {
    atomicAdd(sum, value);
}

// ---------------------------------------------------------------- exchanges of lanes: `exchange` is memory that CUDA needs none of

#define EXCHANGE_WORDS 0
#define ALL_LANES 0xffffffffu

#define UNROLL_EXCHANGES _Pragma("unroll")

// Whether a warp takes the greatest of its lanes faster than it compares each lane with all, where many others do too.
#define FAST_REDUCTIONS 1

DEVICE void warp_sync() {
    __syncwarp();
}

DEVICE void block_sync() {
    __syncthreads();
}

// another lane's value
DEVICE int warp_get(int value, int lane, int *exchange) {
    return __shfl_sync(ALL_LANES, value, lane);
}

// the value of the lane whose number differs by the bits of `distance`
DEVICE int warp_swap(int value, int distance, int *exchange) {
    return __shfl_xor_sync(ALL_LANES, value, distance);
}

// a bit for each lane
DEVICE unsigned warp_ballot(bool vote, int *exchange) {
    return __ballot_sync(ALL_LANES, vote);
}

DEVICE bool warp_all(bool vote, int *exchange) {
    return __all_sync(ALL_LANES, vote);
}
