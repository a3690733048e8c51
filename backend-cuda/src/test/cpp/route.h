// What the gate's kernels share: two of their sources, and their arguments as they come from Java.

#pragma once

#include "emulated_hardware.h"

namespace {

#include "gate.h"
#include "numerics.h"

// RouteArguments.java writes the same fields in the same order.
struct RouteArguments {
    Batch batch;
    Gate gate;
    int lanes;
    int keys;
    int run;
    int warps;
    int split_warps;
    int *scratch;
};

static_assert(sizeof(RouteArguments) == 128, "RouteArguments.java writes as much");

const RouteArguments &route_arguments() {
    return *static_cast<const RouteArguments *>(emulator::current_lane->machine->current_launch().arguments);
}

}  // namespace
