// The functions of hardware.cu, without PTX.

#pragma once

#include "emulated_cuda.h"

#include "language.cu"

DEVICE int warp_max(int value, int *exchange = nullptr) {
    return static_cast<int>(emulator::meet(emulator::Kind::WARP_MAX, ~0u, static_cast<std::uint32_t>(value)));
}

DEVICE unsigned warp_max_unsigned(unsigned value, int *exchange = nullptr) {
    return static_cast<unsigned>(warp_max(static_cast<int>(value ^ 0x80000000u))) ^ 0x80000000u;
}

DEVICE int warp_sum(int value, int *exchange = nullptr) {
    return static_cast<int>(emulator::meet(emulator::Kind::WARP_SUM, ~0u, static_cast<std::uint32_t>(value)));
}

DEVICE float max_or_nan(float a, float b) {
    return a < b ? b : a != a ? a : b != b ? b : a;
}

DEVICE float min_or_nan(float a, float b) {
    return a > b ? b : a != a ? a : b != b ? b : a;
}

DEVICE int count_if_greater(int count, float a, float b) {
    return count + (a > b);
}

// One of the floats that are at most one unit in the last place off, two or three of them, as the schedule says: hardware gives
// one of them too, and does not say which.
DEVICE float reciprocal_estimate(float value) {
    float nearest = 1.0f / value;
    std::uint64_t schedule = emulator::current_lane->machine->current_launch().schedule;
    int off = static_cast<int>(emulator::hash(schedule ^ __float_as_uint(value)) % 3) - 1;
    float estimate = __int_as_float(__float_as_int(nearest) + off);
    float unit = std::fabs(nearest - __int_as_float(__float_as_int(nearest) ^ 1));
    bool is_close = std::isnormal(nearest) && std::fabs(estimate - 1.0 / value) <= unit;
    return is_close ? estimate : nearest;
}

#define ESTIMATES_ARE_NEAR 0

DEVICE int opaque(int value) {
    return value;
}

DEVICE void store_if(bool condition, int *to, int value) {
    if (condition) {
        *to = value;
    }
}

DEVICE void copy_if(bool condition, float *to, const float *from) {
    if (condition) {
        *to = *from;
    }
}

// Exponent and fraction move to their places. 2^112 is what the two exponents' biases differ by; multiplied by it, subnormal
// halves become normal numbers. Infinity and NaN have every bit of the exponent set.
DEVICE float half_to_float(unsigned short bits) {
    unsigned magnitude = (bits & 0x7fffu) << 13;
    unsigned scaled = __float_as_uint(__uint_as_float(magnitude) * 0x1p112f);
    unsigned value = magnitude >= 0x7c00u << 13 ? magnitude | 0x7f800000u : scaled;
    return __uint_as_float(value | (bits & 0x8000u) << 16);
}

// Kernels run one after the other.

DEVICE void wait_for_previous_kernel() {}

DEVICE void let_next_kernel_start() {}

DEVICE void *shared_memory() {
    return emulator::current_lane->machine->shared_memory_start();
}
