// What lanes of a warp do together.

#pragma once

#include <cstdint>

namespace emulator {

enum class Kind : std::uint8_t {
    SHFL,
    SHFL_UP,
    SHFL_DOWN,
    SHFL_XOR,
    BALLOT,
    ANY,
    ALL,
    WARP_MAX,
    WARP_SUM,
    SYNCWARP,
    // the whole block's; no lane of a warp waits for it alone
    SYNCTHREADS
};

const char *name_of(Kind kind);

// What one lane brings to it.
struct Collective {
    Kind kind;
    // the lanes that take part
    std::uint32_t mask;
    std::uint32_t value;
    // of a shuffle: the other lane, or how far away it is, and how many lanes are a segment
    std::uint32_t argument;
    std::uint32_t width;
};

// Works out what each lane of a mask receives. A shuffle from a lane outside of the mask gives a number without meaning,
// whatever undefined is.
void exchange(
    Kind kind, std::uint32_t mask, const Collective *brought, std::uint32_t undefined, std::uint32_t *received);

}  // namespace emulator
