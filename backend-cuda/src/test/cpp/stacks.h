// Stacks for fibers, kept from block to block and from launch to launch.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace emulator {

class Stacks {
public:
    // a multiple of 16, and not of a page: tops of stacks that lie pages apart would fight for the same lines of a cache
    static constexpr std::size_t BYTES = (64 << 10) + 320;

    // for a launch with as many fibers
    void prepare(std::size_t wanted) {
        if (wanted > count) {
            // pages that no fiber touches never come to be
            memory.reset(new Stack[wanted]);
            count = wanted;
        }
        for (std::size_t i = 0; i < wanted; i++) {
            memory[i].lowest = UNTOUCHED;
        }
    }

    char *operator[](std::size_t i) {
        return memory[i].bytes;
    }

    // whether fibers on the first so many took no more than there is, as far as one can tell afterwards
    bool are_intact(std::size_t used) const {
        return std::all_of(
            memory.get(), memory.get() + used, [](const Stack &stack) { return stack.lowest == UNTOUCHED; });
    }

private:
    static constexpr std::uint64_t UNTOUCHED = 0x0ddba11c0ffee;

    union alignas(16) Stack {
        std::uint64_t lowest;
        char bytes[BYTES];
    };

    std::unique_ptr<Stack[]> memory;
    std::size_t count = 0;
};

}  // namespace emulator
