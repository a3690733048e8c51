// Kernels without a fault.

#include "samples.h"

// every function of a warp, one row of results a lane
SAMPLE(warp_functions) {
    int lane = static_cast<int>(threadIdx.x);
    int value = in[lane];
    int results[] = {
        __shfl_sync(~0u, value, lane * 7),
        __shfl_sync(~0u, value, lane + 3, 8),
        __shfl_up_sync(~0u, value, 3),
        __shfl_up_sync(~0u, value, 3, 16),
        __shfl_down_sync(~0u, value, 5),
        __shfl_down_sync(~0u, value, 5, 8),
        __shfl_xor_sync(~0u, value, 11),
        __shfl_xor_sync(~0u, value, 12, 8),
        static_cast<int>(__ballot_sync(~0u, value > 0)),
        __any_sync(~0u, value == in[31]),
        __all_sync(~0u, value != in[31]),
        warp_max(value),
        warp_sum(value),
    };
    int count = sizeof results / sizeof *results;
    for (int i = 0; i < count; i++) {
        out[lane * count + i] = results[i];
    }
}

// a number for each block: the sum of as many as it has threads
SAMPLE(block_sum) {
    int *sums = static_cast<int *>(shared_memory());
    unsigned thread = threadIdx.x + blockDim.x * threadIdx.y;
    unsigned threads = blockDim.x * blockDim.y;
    sums[thread] = in[blockIdx.x * threads + thread];
    for (unsigned count = threads; count > 1;) {
        unsigned half_count = (count + 1) / 2;
        __syncthreads();
        if (thread + half_count < count) {
            sums[thread] += sums[thread + half_count];
        }
        count = half_count;
    }
    if (thread == 0) {
        out[blockIdx.x] = sums[0];
    }
}

// the halves of a warp at work on their own, the lower one at exchanges and the upper one at votes, and not as many of them
SAMPLE(half_warps) {
    int value = in[threadIdx.x];
    if (threadIdx.x < 16) {
        for (int distance = 8; distance > 0; distance /= 2) {
            value += __shfl_xor_sync(0x0000ffffu, value, distance);
        }
    } else {
        int votes = 0;
        for (int bit = 0; bit < 31; bit++) {
            votes += __popc(__ballot_sync(0xffff0000u, value >> bit & 1));
        }
        value = votes;
    }
    out[threadIdx.x] = value;
}

SAMPLE(reciprocals) {
    float value = __int_as_float(in[threadIdx.x]);
    out[threadIdx.x] = __float_as_int(reciprocal_estimate(value));
}

SAMPLE(halves) {
    unsigned thread = blockIdx.x * blockDim.x + threadIdx.x;
    out[thread] = __float_as_int(half_to_float(static_cast<unsigned short>(in[thread])));
}

// as many exchanges as the first number says
SAMPLE(many_exchanges) {
    int value = static_cast<int>(threadIdx.x);
    for (int i = 0; i < in[0]; i++) {
        value = __shfl_xor_sync(~0u, value, 1);
    }
    out[threadIdx.x] = value;
}

// of each two numbers the lesser and the greater one
SAMPLE(extremes) {
    float a = __int_as_float(in[2 * threadIdx.x]);
    float b = __int_as_float(in[2 * threadIdx.x + 1]);
    out[2 * threadIdx.x] = __float_as_int(fmin(a, b));
    out[2 * threadIdx.x + 1] = __float_as_int(fmax(a, b));
}
