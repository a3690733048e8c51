// Numbers that look random and are always the same.

#pragma once

#include <cstdint>

namespace emulator {

// the last step of splitmix64
inline std::uint64_t hash(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15;
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
    value = (value ^ value >> 27) * 0x94d049bb133111eb;
    return value ^ value >> 31;
}

}  // namespace emulator
