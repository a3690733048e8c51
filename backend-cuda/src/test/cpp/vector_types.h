// CUDA's vectors. They lie at multiples of their size, and a GPU faults where one is read or written elsewhere, so that is
// checked here with every copy.

#pragma once

#include <cstddef>
#include <cstdint>

#include "machine.h"

namespace emulator {

template <std::size_t BYTES>
struct CheckedCopies {
    CheckedCopies() = default;

    CheckedCopies(const CheckedCopies &other) {
        require_aligned(&other);
    }

    CheckedCopies &operator=(const CheckedCopies &other) {
        require_aligned(&other);
        require_aligned(this);
        return *this;
    }

private:
    static void require_aligned(const void *address) {
        std::uintptr_t position = reinterpret_cast<std::uintptr_t>(address);
        // keeps the compiler from knowing that the type is aligned
        asm("" : "+r"(position));
        std::size_t off = position % BYTES;
        if (off != 0) {
            current_lane->machine->fail("a vector of %zu bytes lies %zu bytes off", BYTES, off);
        }
    }
};

template <class Element>
struct alignas(2 * sizeof(Element)) VectorOf2 : CheckedCopies<2 * sizeof(Element)> {
    Element x, y;

    VectorOf2() = default;
    VectorOf2(Element x, Element y) : x(x), y(y) {}
};

template <class Element>
struct alignas(4 * sizeof(Element)) VectorOf4 : CheckedCopies<4 * sizeof(Element)> {
    Element x, y, z, w;

    VectorOf4() = default;
    VectorOf4(Element x, Element y, Element z, Element w) : x(x), y(y), z(z), w(w) {}
};

}  // namespace emulator

using int2 = emulator::VectorOf2<int>;
using uint2 = emulator::VectorOf2<unsigned>;
using float2 = emulator::VectorOf2<float>;
using int4 = emulator::VectorOf4<int>;
using uint4 = emulator::VectorOf4<unsigned>;
using float4 = emulator::VectorOf4<float>;
