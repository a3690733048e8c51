#include "machine.h"

#include "hash.h"
#include "standstill.h"

namespace emulator {

__thread Lane *current_lane = nullptr;

const Fault &Machine::run(const Launch &wanted) {
    launch = &wanted;
    fault.clear();
    unsigned threads = count(launch->block);
    if (threads < 1 || threads > MOST_THREADS) {
        fault.add("kernel %s: %u threads a block, must be 1 to %u", launch->kernel_name, threads, MOST_THREADS);
        return fault;
    }
    set_up_lanes(threads);
    for (block = 0; block < count(launch->grid) && !fault.is_there(); block++) {
        run_block();
    }
    if (!fault.is_there() && !stacks.are_intact(threads)) {
        fault.add("kernel %s: a lane took more than the %zu bytes of its stack", launch->kernel_name, Stacks::BYTES);
    }
    return fault;
}

void Machine::set_up_lanes(unsigned threads) {
    lanes.resize(threads);
    warps.resize((threads + WARP_SIZE - 1) / WARP_SIZE);
    stacks.prepare(threads);
    for (unsigned i = 0; i < threads; i++) {
        lanes[i].machine = this;
        lanes[i].warp = i / WARP_SIZE;
        lanes[i].number_in_warp = i % WARP_SIZE;
        lanes[i].thread_index = index(i, launch->block);
    }
}

void Machine::run_block() {
    block_index = index(block, launch->grid);
    start();
    current_lane = next_lane();
    host.switch_to(current_lane->fiber);
    if (!fault.is_there()) {
        inspect();
    }
}

void Machine::start() {
    shared_memory.fill(launch->shared_bytes, hash(launch->schedule) + block);
    turns.start(launch->schedule, block);
    lanes_at_barrier = 0;
    for (unsigned i = 0; i < warps.size(); i++) {
        warps[i].waiting = 0;
        warps[i].ended = 0;
        warps[i].meeting_count = 0;
        std::size_t threads = lanes.size() - i * WARP_SIZE;
        turns.add(i, threads < WARP_SIZE ? (1u << threads) - 1 : ~0u);
    }
    for (std::size_t i = 0; i < lanes.size(); i++) {
        lanes[i].fiber.start(stacks[i], Stacks::BYTES, live);
    }
}

void Machine::live() {
    Lane &lane = *current_lane;
    Machine &machine = *lane.machine;
    machine.launch->kernel(machine.launch->arguments);
    machine.warps[lane.warp].ended |= 1u << lane.number_in_warp;
    machine.go_on();
}

std::uint32_t Machine::meet(const Collective &collective) {
    Lane &lane = *current_lane;
    Warp &warp = warps[lane.warp];
    std::uint32_t bit = 1u << lane.number_in_warp;
    if ((collective.mask & bit) == 0) {
        fail("%s under mask 0x%08x, which leaves out the lane itself", name_of(collective.kind), collective.mask);
    }
    Meeting &meeting = warp.meeting_of(collective);
    if (meeting.kind != collective.kind) {
        fail(
            "%s under mask 0x%08x, where lane %d waits at %s",
            name_of(collective.kind),
            collective.mask,
            __builtin_ctz(meeting.arrived),
            name_of(meeting.kind));
    }
    warp.brought[lane.number_in_warp] = collective;
    warp.waiting |= bit;
    meeting.arrived |= bit;
    if (meeting.arrived == meeting.mask) {
        std::uint32_t undefined = static_cast<std::uint32_t>(hash(launch->schedule));
        exchange(collective.kind, collective.mask, warp.brought, undefined, warp.received);
        warp.waiting &= ~collective.mask;
        warp.end(meeting);
        turns.add(lane.warp, collective.mask);
    }
    go_on();
    return warp.received[lane.number_in_warp];
}

void Machine::meet_block() {
    const Lane &lane = *current_lane;
    warps[lane.warp].brought[lane.number_in_warp] = {Kind::SYNCTHREADS, 0, 0, 0, 0};
    warps[lane.warp].waiting |= 1u << lane.number_in_warp;
    lanes_at_barrier++;
    if (lanes_at_barrier == lanes.size()) {
        lanes_at_barrier = 0;
        for (unsigned i = 0; i < warps.size(); i++) {
            turns.add(i, warps[i].waiting);
            warps[i].waiting = 0;
        }
    }
    go_on();
}

// Leaves the current lane, which waits or has ended, for the next one, or for the host where there is none. Returns once it
// is the lane's turn again.
void Machine::go_on() {
    Lane *from = current_lane;
    current_lane = next_lane();
    if (current_lane != from) {
        from->fiber.switch_to(current_lane == nullptr ? host : current_lane->fiber);
    }
}

Lane *Machine::next_lane() {
    unsigned thread = turns.next();
    return thread == Turns::NOBODY ? nullptr : &lanes[thread];
}

// Lanes stay where they are for good; their stacks hold nothing that would have to be given back.
void Machine::abandon() {
    Lane *from = current_lane;
    current_lane = nullptr;
    from->fiber.switch_to(host);
    __builtin_unreachable();
}

// for what only shows once no lane can go on
void Machine::inspect() {
    if (!have_all_ended(warps)) {
        add_block();
        fault.add(", ");
        explain_standstill(warps, fault);
    } else if (!shared_memory.is_intact()) {
        add_block();
        fault.add(": wrote beside its %u bytes of shared memory", launch->shared_bytes);
    }
}

void Machine::add_block() {
    fault.add("kernel %s, block %u", launch->kernel_name, block);
}

}  // namespace emulator
