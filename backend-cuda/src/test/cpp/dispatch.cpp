// The kernels of what follows the gate.

#include "emulated_hardware.h"

// Blocks may have any size here that is a power of two, and windows are small, so that few experts have many: EmulatedSorting.java
// knows.
#define THREADS static_cast<int>(blockDim.x)
#define WINDOW 48

namespace {

#include "dispatch.h"

#include "dispatch.cu"

}  // namespace

// EmulatedSorting.java and its neighbours write as much.
static_assert(sizeof(Sorting) == 64 && sizeof(Mapping) == 48 && sizeof(Packing) == 32);

EMULATED_KERNEL(dispatch_count) {
    dispatch_count(*static_cast<const Sorting *>(arguments));
}

EMULATED_KERNEL(dispatch_add) {
    dispatch_add(*static_cast<const Sorting *>(arguments));
}

EMULATED_KERNEL(dispatch_sort) {
    dispatch_sort(*static_cast<const Sorting *>(arguments));
}

EMULATED_KERNEL(dispatch_count_and_sort) {
    dispatch_count_and_sort(*static_cast<const Sorting *>(arguments));
}

EMULATED_KERNEL(dispatch_map) {
    dispatch_map(*static_cast<const Mapping *>(arguments));
}

EMULATED_KERNEL(dispatch_pack) {
    dispatch_pack(*static_cast<const Packing *>(arguments));
}
