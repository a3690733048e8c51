// CUDA's functions of numbers and of their bits. Every operation is rounded once, as the compiler is told.

#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

namespace emulator {

template <class To, class From>
To bit_cast(From from) {
    static_assert(sizeof(To) == sizeof(From));
    To to;
    std::memcpy(&to, &from, sizeof to);
    return to;
}

}  // namespace emulator

inline int __float_as_int(float value) {
    return emulator::bit_cast<int>(value);
}

inline unsigned __float_as_uint(float value) {
    return emulator::bit_cast<unsigned>(value);
}

inline float __int_as_float(int bits) {
    return emulator::bit_cast<float>(bits);
}

inline float __uint_as_float(unsigned bits) {
    return emulator::bit_cast<float>(bits);
}

inline int __popc(unsigned bits) {
    return __builtin_popcount(bits);
}

inline int __ffs(int bits) {
    return __builtin_ffs(bits);
}

inline int __clz(int bits) {
    return bits == 0 ? 32 : __builtin_clz(static_cast<unsigned>(bits));
}

namespace emulator {

// The number where the other one is a NaN of any kind, and zeros by their sign; C's functions return what signals as a NaN.

inline float greater_number(float a, float b) {
    bool takes_a = b != b || a > b || (a == b && !std::signbit(a));
    return takes_a ? a : b;
}

inline float lesser_number(float a, float b) {
    bool takes_a = b != b || a < b || (a == b && std::signbit(a));
    return takes_a ? a : b;
}

}  // namespace emulator

#define fmax(a, b) emulator::greater_number(a, b)
#define fmin(a, b) emulator::lesser_number(a, b)

// those of floats, which C lacks
using std::fabs;
using std::fma;
using std::sqrt;

inline int min(int a, int b) {
    return b < a ? b : a;
}

inline int max(int a, int b) {
    return a < b ? b : a;
}
