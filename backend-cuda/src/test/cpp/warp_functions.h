// CUDA's functions of a warp and of a block.

#pragma once

#include <cstdint>

#include "arithmetic.h"
#include "machine.h"

namespace emulator {

inline std::uint32_t meet(Kind kind, unsigned mask, std::uint32_t value, int argument = 0, int width = WARP_SIZE) {
    return current_lane->machine->meet(
        {kind, mask, value, static_cast<std::uint32_t>(argument), static_cast<std::uint32_t>(width)});
}

template <class Value>
Value shuffle(Kind kind, unsigned mask, Value value, int argument, int width) {
    return bit_cast<Value>(meet(kind, mask, bit_cast<std::uint32_t>(value), argument, width));
}

}  // namespace emulator

template <class Value>
Value __shfl_sync(unsigned mask, Value value, int lane, int width = emulator::WARP_SIZE) {
    return emulator::shuffle(emulator::Kind::SHFL, mask, value, lane, width);
}

template <class Value>
Value __shfl_up_sync(unsigned mask, Value value, unsigned distance, int width = emulator::WARP_SIZE) {
    return emulator::shuffle(emulator::Kind::SHFL_UP, mask, value, static_cast<int>(distance), width);
}

template <class Value>
Value __shfl_down_sync(unsigned mask, Value value, unsigned distance, int width = emulator::WARP_SIZE) {
    return emulator::shuffle(emulator::Kind::SHFL_DOWN, mask, value, static_cast<int>(distance), width);
}

template <class Value>
Value __shfl_xor_sync(unsigned mask, Value value, int lane_mask, int width = emulator::WARP_SIZE) {
    return emulator::shuffle(emulator::Kind::SHFL_XOR, mask, value, lane_mask, width);
}

inline unsigned __ballot_sync(unsigned mask, int predicate) {
    return emulator::meet(emulator::Kind::BALLOT, mask, static_cast<std::uint32_t>(predicate));
}

inline int __any_sync(unsigned mask, int predicate) {
    return static_cast<int>(emulator::meet(emulator::Kind::ANY, mask, static_cast<std::uint32_t>(predicate)));
}

inline int __all_sync(unsigned mask, int predicate) {
    return static_cast<int>(emulator::meet(emulator::Kind::ALL, mask, static_cast<std::uint32_t>(predicate)));
}

inline void __syncwarp(unsigned mask = ~0u) {
    emulator::meet(emulator::Kind::SYNCWARP, mask, 0);
}

inline void __syncthreads() {
    emulator::current_lane->machine->meet_block();
}
