// Kernels with a fault each, which the emulator has to find or to bring to light.

#include "samples.h"

// reads what another lane writes, and does not wait for it
SAMPLE(missing_syncwarp) {
    int *values = static_cast<int *>(shared_memory());
    values[threadIdx.x] = in[threadIdx.x];
    out[threadIdx.x] = values[threadIdx.x ^ 1];
}

// reads what another warp writes, and waits for its own alone
SAMPLE(missing_syncthreads) {
    int *values = static_cast<int *>(shared_memory());
    values[threadIdx.x] = in[threadIdx.x];
    __syncwarp();
    out[threadIdx.x] = values[threadIdx.x ^ 32];
}

// writes again before the other lanes have read
SAMPLE(missing_second_syncwarp) {
    int *value = static_cast<int *>(shared_memory());
    int sum = 0;
    for (unsigned lane = 0; lane < 32; lane++) {
        if (threadIdx.x == lane) {
            *value = in[lane];
        }
        __syncwarp();
        sum += *value;
    }
    out[threadIdx.x] = sum;
}

SAMPLE(unwritten_shared_memory) {
    out[threadIdx.x] = in[threadIdx.x] + static_cast<int *>(shared_memory())[threadIdx.x];
}

SAMPLE(shuffle_from_outside) {
    if (threadIdx.x < 16) {
        out[threadIdx.x] = __shfl_down_sync(0x0000ffffu, in[threadIdx.x], 8);
    }
}

SAMPLE(divergent_syncthreads) {
    if (threadIdx.x != 40) {
        __syncthreads();
    }
    out[threadIdx.x] = in[threadIdx.x];
}

SAMPLE(crossed_waits) {
    if (threadIdx.x < 16) {
        __syncthreads();
    } else {
        __syncwarp();
    }
    out[threadIdx.x] = in[threadIdx.x];
}

SAMPLE(overlapping_masks) {
    out[threadIdx.x] = __shfl_xor_sync(threadIdx.x < 16 ? 0x0000ffffu : ~0u, in[threadIdx.x], 1);
}

SAMPLE(absent_lane) {
    if (threadIdx.x == 7) {
        return;
    }
    out[threadIdx.x] = __any_sync(~0u, in[threadIdx.x]);
}

SAMPLE(fault_in_last_block) {
    if (blockIdx.x < gridDim.x - 1 || threadIdx.x > 0) {
        __syncwarp();
    }
    out[threadIdx.x] = in[threadIdx.x];
}

SAMPLE(mask_without_own_lane) {
    out[threadIdx.x] = static_cast<int>(__ballot_sync(0x0000ffffu, in[threadIdx.x]));
}

SAMPLE(mixed_functions) {
    out[threadIdx.x] = threadIdx.x == 9 ? __any_sync(~0u, in[9]) : __all_sync(~0u, in[threadIdx.x]);
}

SAMPLE(write_behind_shared_memory) {
    static_cast<int *>(shared_memory())[blockDim.x] = in[0];
    out[threadIdx.x] = 0;
}

SAMPLE(write_before_shared_memory) {
    static_cast<char *>(shared_memory())[-1] = static_cast<char>(in[0]);
    out[threadIdx.x] = 0;
}

SAMPLE(misaligned_read) {
    int4 four = *reinterpret_cast<const int4 *>(in + 1);
    out[threadIdx.x] = four.w;
}

SAMPLE(misaligned_write) {
    *reinterpret_cast<float2 *>(out + 1) = {0.0f, __int_as_float(in[0])};
}

static __attribute__((noinline)) int fill_stack(int value) {
    volatile char local[emulator::Stacks::BYTES];
    for (char volatile &element : local) {
        element = static_cast<char>(value);
    }
    return local[0];
}

// in the last lane, where the others have ended: it writes to what was theirs
SAMPLE(deep_stack) {
    out[threadIdx.x] = threadIdx.x == 31 ? fill_stack(in[31]) : 0;
}
