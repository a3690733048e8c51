// The lanes of a warp that wait for each other.

#pragma once

#include <cstdint>

#include "collective.h"

namespace emulator {

constexpr unsigned WARP_SIZE = 32;

// Lanes on their way to one collective.
struct Meeting {
    Kind kind;
    std::uint32_t mask;
    std::uint32_t arrived;
};

struct Warp {
    // of each lane, what it waits for or waited for last, and what it received
    Collective brought[WARP_SIZE];
    std::uint32_t received[WARP_SIZE];
    std::uint32_t waiting;
    std::uint32_t ended;

    // a lane waits at one of these, so there are no more than lanes
    Meeting meetings[WARP_SIZE];
    unsigned meeting_count;

    Meeting &meeting_of(const Collective &collective) {
        unsigned i = 0;
        while (i < meeting_count && meetings[i].mask != collective.mask) {
            i++;
        }
        if (i == meeting_count) {
            meetings[meeting_count++] = {collective.kind, collective.mask, 0};
        }
        return meetings[i];
    }

    void end(Meeting &meeting) {
        meeting = meetings[--meeting_count];
    }
};

}  // namespace emulator
