// The C library's own switch between contexts asks the kernel for the signal mask twice, which takes a hundred times as long
// as all that an ABI wants kept: the stack pointer and the registers that belong to a caller.

#include "fiber.h"

#if SWITCHES_BY_HAND

#include <cstring>

extern "C" void emulator_switch_stack(void **from, void *to) asm("emulator_switch_stack");

#if defined(__x86_64__)

asm(".text\n"
    ".p2align 4\n"
    "emulator_switch_stack:\n"
    "    pushq %rbp\n"
    "    pushq %rbx\n"
    "    pushq %r12\n"
    "    pushq %r13\n"
    "    pushq %r14\n"
    "    pushq %r15\n"
    "    movq %rsp, (%rdi)\n"
    "    movq %rsi, %rsp\n"
    "    popq %r15\n"
    "    popq %r14\n"
    "    popq %r13\n"
    "    popq %r12\n"
    "    popq %rbx\n"
    "    popq %rbp\n"
    "    ret\n");

namespace {

// what is taken off, and the return address that a function finds above it: none, which ends a debugger's walk
constexpr std::size_t FRAME_BYTES = 8 * 8;
constexpr std::size_t ENTRY_AT = 6 * 8;

}  // namespace

#else

asm(".text\n"
    ".p2align 4\n"
    "emulator_switch_stack:\n"
    "    sub sp, sp, #160\n"
    "    stp x19, x20, [sp, #0]\n"
    "    stp x21, x22, [sp, #16]\n"
    "    stp x23, x24, [sp, #32]\n"
    "    stp x25, x26, [sp, #48]\n"
    "    stp x27, x28, [sp, #64]\n"
    "    stp x29, x30, [sp, #80]\n"
    "    stp d8, d9, [sp, #96]\n"
    "    stp d10, d11, [sp, #112]\n"
    "    stp d12, d13, [sp, #128]\n"
    "    stp d14, d15, [sp, #144]\n"
    "    mov x9, sp\n"
    "    str x9, [x0]\n"
    "    mov sp, x1\n"
    "    ldp x19, x20, [sp, #0]\n"
    "    ldp x21, x22, [sp, #16]\n"
    "    ldp x23, x24, [sp, #32]\n"
    "    ldp x25, x26, [sp, #48]\n"
    "    ldp x27, x28, [sp, #64]\n"
    "    ldp x29, x30, [sp, #80]\n"
    "    ldp d8, d9, [sp, #96]\n"
    "    ldp d10, d11, [sp, #112]\n"
    "    ldp d12, d13, [sp, #128]\n"
    "    ldp d14, d15, [sp, #144]\n"
    "    add sp, sp, #160\n"
    "    ret\n");

namespace {

constexpr std::size_t FRAME_BYTES = 160;
constexpr std::size_t ENTRY_AT = 88;

}  // namespace

#endif

namespace emulator {

void Fiber::start(char *stack, std::size_t bytes, void (*entry)()) {
    char *frame = stack + bytes - FRAME_BYTES;
    std::memset(frame, 0, FRAME_BYTES);
    std::memcpy(frame + ENTRY_AT, &entry, sizeof entry);
    stack_pointer = frame;
}

void Fiber::switch_to(Fiber &other) {
    emulator_switch_stack(&stack_pointer, other.stack_pointer);
}

}  // namespace emulator

#else

namespace emulator {

void Fiber::start(char *stack, std::size_t bytes, void (*entry)()) {
    getcontext(&context);
    context.uc_stack.ss_sp = stack;
    context.uc_stack.ss_size = bytes;
    context.uc_link = nullptr;
    makecontext(&context, entry, 0);
}

void Fiber::switch_to(Fiber &other) {
    swapcontext(&context, &other.context);
}

}  // namespace emulator

#endif
