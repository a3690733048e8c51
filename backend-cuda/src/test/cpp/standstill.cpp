#include "standstill.h"

#include <algorithm>

namespace emulator {

namespace {

// counted through all warps
struct Thread {
    unsigned warp;
    unsigned lane;
};

Thread thread_of(unsigned number) {
    return {number / WARP_SIZE, number % WARP_SIZE};
}

bool waits(const std::vector<Warp> &warps, Thread thread) {
    return (warps[thread.warp].waiting >> thread.lane & 1) != 0;
}

const Collective &brought(const std::vector<Warp> &warps, Thread thread) {
    return warps[thread.warp].brought[thread.lane];
}

bool takes_part(Thread thread, Thread waiting, const Collective &collective) {
    return collective.kind == Kind::SYNCTHREADS
           || (thread.warp == waiting.warp && (collective.mask >> thread.lane & 1) != 0);
}

// the first that a waiting one waits for
Thread missing(const std::vector<Warp> &warps, Thread waiting) {
    const Collective &collective = brought(warps, waiting);
    unsigned number = 0;
    while (!takes_part(thread_of(number), waiting, collective)
           || (waits(warps, thread_of(number)) && brought(warps, thread_of(number)).kind == collective.kind
               && brought(warps, thread_of(number)).mask == collective.mask)) {
        number++;
    }
    return thread_of(number);
}

void add(Thread thread, Fault &fault) {
    fault.add("warp %u, lane %u", thread.warp, thread.lane);
}

void add(const Collective &collective, Fault &fault) {
    fault.add("%s", name_of(collective.kind));
    if (collective.kind != Kind::SYNCTHREADS) {
        fault.add(" under mask 0x%08x", collective.mask);
    }
}

}  // namespace

bool have_all_ended(const std::vector<Warp> &warps) {
    return std::all_of(warps.begin(), warps.end(), [](const Warp &warp) { return warp.waiting == 0; });
}

void explain_standstill(const std::vector<Warp> &warps, Fault &fault) {
    unsigned number = 0;
    while (!waits(warps, thread_of(number))) {
        number++;
    }
    Thread waiting = thread_of(number);
    Thread other = missing(warps, waiting);
    add(waiting, fault);
    fault.add(": ");
    add(brought(warps, waiting), fault);
    fault.add(" waits for ");
    add(other, fault);
    if (waits(warps, other)) {
        fault.add(", which waits at ");
        add(brought(warps, other), fault);
    } else if ((warps[other.warp].ended >> other.lane & 1) != 0) {
        fault.add(", which has ended");
    } else {
        fault.add(", which the block lacks");
    }
}

}  // namespace emulator
