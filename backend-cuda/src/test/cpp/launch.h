// What a caller asks for.

#pragma once

#include <cstdint>

namespace emulator {

struct Extent {
    unsigned x;
    unsigned y;
    unsigned z;
};

inline unsigned count(const Extent &extent) {
    return extent.x * extent.y * extent.z;
}

inline Extent index(unsigned number, const Extent &extent) {
    return {number % extent.x, number / extent.x % extent.y, number / extent.x / extent.y};
}

// EmulatedLaunch.java writes the same fields in the same order.
struct Launch {
    const char *kernel_name;
    // runs as one lane
    void (*kernel)(const void *arguments);
    const void *arguments;
    // the order of lanes, as turns.h has it
    std::uint64_t schedule;
    Extent grid;
    Extent block;
    // of a block
    unsigned shared_bytes;
};

}  // namespace emulator
