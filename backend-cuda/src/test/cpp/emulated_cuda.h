// What kernels need of CUDA C++, for a compiler of C++. __shared__ is not there: a kernel's shared memory comes from
// shared_memory() in emulated_hardware.h.

#pragma once

#include "arithmetic.h"
#include "machine.h"
#include "vector_types.h"
#include "warp_functions.h"

// Other lanes have their turns only where a lane meets them, so nothing comes in between.
inline int atomicAdd(int *address, int value) {
    int before = *address;
    *address = before + value;
    return before;
}

#define __global__
#define __device__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)

#define threadIdx (emulator::current_lane->thread_index)
#define blockIdx (emulator::current_lane->machine->current_block())
#define blockDim (emulator::current_lane->machine->current_launch().block)
#define gridDim (emulator::current_lane->machine->current_launch().grid)

// what Java finds: a kernel that runs with arguments from memory
#define EMULATED_KERNEL(name) \
    extern "C" __attribute__((visibility("default"))) void emulated_##name(const void *arguments)
