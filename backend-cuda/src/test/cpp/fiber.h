// A computation with a stack of its own, which goes on where it left off whenever another one switches to it.

#pragma once

#include <cstddef>

#if defined(__x86_64__) || defined(__aarch64__)
#define SWITCHES_BY_HAND 1
#else
#define SWITCHES_BY_HAND 0
#include <ucontext.h>
#endif

namespace emulator {

class Fiber {
public:
    // Has entry begin on a stack, aligned to 16 bytes at both ends, once another fiber switches to this one. Entry never
    // returns; a fiber that has nothing left to do is left for good.
    void start(char *stack, std::size_t bytes, void (*entry)());

    // from this fiber, which is the one that runs
    void switch_to(Fiber &other);

private:
#if SWITCHES_BY_HAND
    void *stack_pointer = nullptr;
#else
    ucontext_t context;
#endif
};

}  // namespace emulator
