// The way in.

#include <cstdio>

#include "machine.h"

// Returns 0 where all went well; otherwise the text says what did not.
extern "C" __attribute__((visibility("default"))) int emulate(
    const emulator::Launch *launch, char *text, int text_bytes) {
    // what a launch has grown, the next one on the same thread of the host finds
    static thread_local emulator::Machine machine;
    const emulator::Fault &fault = machine.run(*launch);
    if (!fault.is_there()) {
        return 0;
    }
    std::snprintf(text, static_cast<std::size_t>(text_bytes), "%s", fault.text());
    return 1;
}
