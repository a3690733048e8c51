// Why no lane of a block can go on.

#pragma once

#include <vector>

#include "fault.h"
#include "warp.h"

namespace emulator {

bool have_all_ended(const std::vector<Warp> &warps);

// Writes of the first lane that still waits: where it is, for whom it waits, and what became of that one.
void explain_standstill(const std::vector<Warp> &warps, Fault &fault);

}  // namespace emulator
