// The kernels of what follows the gate.

#include "emulated_hardware.h"

namespace {

#include "dispatch.h"

#include "dispatch.cu"

}  // namespace

// EmulatedDispatch.java writes as much.
static_assert(sizeof(Sorting) == 72 && sizeof(Mapping) == 48 && sizeof(Packing) == 32);

EMULATED_KERNEL(dispatch_count) {
    dispatch_count(*static_cast<const Sorting *>(arguments));
}

EMULATED_KERNEL(dispatch_add) {
    dispatch_add(*static_cast<const Sorting *>(arguments));
}

EMULATED_KERNEL(dispatch_start) {
    dispatch_start(*static_cast<const Sorting *>(arguments));
}

EMULATED_KERNEL(dispatch_place) {
    dispatch_place(*static_cast<const Sorting *>(arguments));
}

EMULATED_KERNEL(dispatch_map) {
    dispatch_map(*static_cast<const Mapping *>(arguments));
}

EMULATED_KERNEL(dispatch_pack) {
    dispatch_pack(*static_cast<const Packing *>(arguments));
}
