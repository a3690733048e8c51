// Runs the blocks of a launch one after the other, and the lanes of a block by turns. A lane runs until it waits for others.

#pragma once

#include <cstdint>
#include <vector>

#include "collective.h"
#include "fault.h"
#include "fiber.h"
#include "launch.h"
#include "shared_memory.h"
#include "stacks.h"
#include "turns.h"
#include "warp.h"

namespace emulator {

class Machine;

struct Lane {
    Fiber fiber;
    Machine *machine;
    unsigned warp;
    unsigned number_in_warp;
    Extent thread_index;
};

// the one that runs on this thread of the host
extern __thread Lane *current_lane;

class Machine {
public:
    // The fault, if there is one, says what went wrong.
    const Fault &run(const Launch &launch);

    // for the current lane: waits for the others of a mask, and returns what comes of it
    std::uint32_t meet(const Collective &collective);

    // for the current lane: waits for the whole block
    void meet_block();

    // for the current lane: ends the launch, with words that say why
    template <class... Arguments>
    [[noreturn]] void fail(const char *format, Arguments... arguments) {
        add_block();
        fault.add(", warp %u, lane %u: ", current_lane->warp, current_lane->number_in_warp).add(format, arguments...);
        abandon();
    }

    void *shared_memory_start() {
        return shared_memory.start();
    }

    const Launch &current_launch() const {
        return *launch;
    }

    const Extent &current_block() const {
        return block_index;
    }

private:
    static constexpr unsigned MOST_THREADS = 1024;

    const Launch *launch = nullptr;
    unsigned block = 0;
    Extent block_index = {0, 0, 0};
    std::vector<Lane> lanes;
    std::vector<Warp> warps;
    Stacks stacks;
    SharedMemory shared_memory;
    Turns turns;
    unsigned lanes_at_barrier = 0;
    Fiber host;
    Fault fault;

    void set_up_lanes(unsigned threads);
    void run_block();
    void start();
    static void live();
    void go_on();
    Lane *next_lane();
    [[noreturn]] void abandon();
    void inspect();
    void add_block();
};

}  // namespace emulator
