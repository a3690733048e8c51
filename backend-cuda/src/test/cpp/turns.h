// Whose turn it is where several lanes could go on. A GPU promises no order, so a kernel whose result depends on one has a
// fault, which another order brings to light.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "hash.h"
#include "warp.h"

namespace emulator {

class Turns {
public:
    static constexpr unsigned NOBODY = ~0u;

    // For a block. A schedule of 0 means the first that can go on, and 1 the last; others are seeds of random orders.
    void start(std::uint64_t block_schedule, unsigned block) {
        schedule = block_schedule;
        state = hash(schedule ^ hash(block));
        groups.clear();
        group_size = next_in_group = 0;
    }

    // lets lanes of a warp go on together
    void add(unsigned warp, std::uint32_t lanes) {
        groups.push_back({warp, lanes});
    }

    // the number of a thread in its block
    unsigned next() {
        if (next_in_group == group_size) {
            if (groups.empty()) {
                return NOBODY;
            }
            begin_group(choose());
        }
        return group[next_in_group++];
    }

private:
    static constexpr std::uint64_t FIRST = 0;
    static constexpr std::uint64_t LAST = 1;

    struct Group {
        unsigned warp;
        std::uint32_t lanes;

        unsigned first_thread() const {
            return warp * WARP_SIZE + static_cast<unsigned>(__builtin_ctz(lanes));
        }
    };

    std::uint64_t schedule = FIRST;
    std::uint64_t state = 0;
    // in the order in which they were let go on
    std::vector<Group> groups;
    // the threads of the group whose turn it is, in their order
    unsigned group[WARP_SIZE];
    std::size_t group_size = 0;
    std::size_t next_in_group = 0;

    std::size_t choose() {
        if (schedule > LAST) {
            // as a rule the same lanes go on, so that they get far ahead of others
            return below(8) > 0 ? groups.size() - 1 : below(groups.size());
        }
        std::size_t chosen = 0;
        for (std::size_t i = 1; i < groups.size(); i++) {
            bool comes_first = groups[i].first_thread() < groups[chosen].first_thread();
            chosen = comes_first == (schedule == FIRST) ? i : chosen;
        }
        return chosen;
    }

    void begin_group(std::size_t chosen) {
        group_size = next_in_group = 0;
        for (std::uint32_t left = groups[chosen].lanes; left != 0; left &= left - 1) {
            group[group_size++] = groups[chosen].warp * WARP_SIZE + static_cast<unsigned>(__builtin_ctz(left));
        }
        groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(chosen));
        if (schedule == LAST) {
            std::reverse(group, group + group_size);
        }
        for (std::size_t i = 1; i < group_size && schedule > LAST; i++) {
            std::swap(group[i], group[below(i + 1)]);
        }
    }

    // Knuth's generator, of whose numbers the upper bits are the good ones
    std::uint32_t below(std::size_t bound) {
        state = state * 6364136223846793005 + 1442695040888963407;
        return static_cast<std::uint32_t>((state >> 32) * bound >> 32);
    }
};

}  // namespace emulator
