// Kernels that test the emulator, each from an array of ints to another.

#pragma once

#include "emulated_hardware.h"

namespace {

struct SampleArguments {
    const int *in;
    int *out;
};

}  // namespace

// a kernel's body
#define SAMPLE(name)                                                                        \
    static void name(const int *in, int *out);                                              \
    EMULATED_KERNEL(name) {                                                                 \
        const SampleArguments *sample = static_cast<const SampleArguments *>(arguments);    \
        name(sample->in, sample->out);                                                      \
    }                                                                                       \
    static void name(const int *in, int *out)
