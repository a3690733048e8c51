// A block's shared memory, between two guards. It starts full of numbers that differ from block to block and from schedule to
// schedule, as what a kernel finds there does.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "hash.h"

namespace emulator {

class SharedMemory {
public:
    // for the next block
    void fill(std::size_t bytes, std::uint64_t seed) {
        size = bytes;
        lines.resize(std::max(lines.size(), GUARD_LINES + (bytes + LINE_BYTES - 1) / LINE_BYTES + GUARD_LINES));
        std::uint64_t word = hash(seed);
        std::memset(below(), GUARD, GUARD_BYTES);
        for (std::size_t at = 0; at < bytes; at += sizeof word) {
            word += 0x9e3779b97f4a7c15;
            std::memcpy(start() + at, &word, sizeof word);
        }
        std::memset(above(), GUARD, GUARD_BYTES);
    }

    // at a multiple of LINE_BYTES
    char *start() {
        return lines[GUARD_LINES].bytes;
    }

    bool is_intact() {
        return is_intact(below()) && is_intact(above());
    }

private:
    static constexpr std::size_t LINE_BYTES = 128;
    static constexpr std::size_t GUARD_LINES = 8;
    static constexpr std::size_t GUARD_BYTES = GUARD_LINES * LINE_BYTES;
    static constexpr char GUARD = 0x5a;

    struct alignas(LINE_BYTES) Line {
        char bytes[LINE_BYTES];
    };

    std::vector<Line> lines;
    std::size_t size = 0;

    char *below() {
        return start() - GUARD_BYTES;
    }

    char *above() {
        return start() + size;
    }

    // equal to itself a byte further on, so all of its bytes are one
    static bool is_intact(const char *first) {
        return *first == GUARD && std::memcmp(first, first + 1, GUARD_BYTES - 1) == 0;
    }
};

}  // namespace emulator
