#include "collective.h"

#include <algorithm>

namespace emulator {

namespace {

// the lane that a shuffle reads, as the PTX manual has it for shfl.sync
unsigned source_of(Kind kind, unsigned lane, const Collective &shuffle) {
    unsigned first = lane & ~(shuffle.width - 1);
    unsigned last = first + shuffle.width - 1;
    unsigned argument = shuffle.argument & 31;
    switch (kind) {
        case Kind::SHFL:
            return first | (argument & (shuffle.width - 1));
        case Kind::SHFL_UP:
            return lane < first + argument ? lane : lane - argument;
        case Kind::SHFL_DOWN:
            return lane + argument > last ? lane : lane + argument;
        default:
            return (lane ^ argument) > last ? lane : lane ^ argument;
    }
}

template <class Visitor>
void each_lane(std::uint32_t mask, Visitor visit) {
    for (std::uint32_t left = mask; left != 0; left &= left - 1) {
        visit(static_cast<unsigned>(__builtin_ctz(left)));
    }
}

// what a vote or a reduction comes to, for all lanes
std::uint32_t reduce(Kind kind, std::uint32_t mask, const Collective *brought) {
    std::uint32_t ballot = 0;
    std::uint32_t sum = 0;
    std::int32_t greatest = INT32_MIN;
    each_lane(mask, [&](unsigned lane) {
        ballot |= (brought[lane].value != 0 ? 1u : 0u) << lane;
        sum += brought[lane].value;
        greatest = std::max(greatest, static_cast<std::int32_t>(brought[lane].value));
    });
    switch (kind) {
        case Kind::BALLOT:
            return ballot;
        case Kind::ANY:
            return ballot != 0;
        case Kind::ALL:
            return ballot == mask;
        case Kind::WARP_SUM:
            return sum;
        default:
            return static_cast<std::uint32_t>(greatest);
    }
}

}  // namespace

const char *name_of(Kind kind) {
    switch (kind) {
        case Kind::SHFL:
            return "__shfl_sync";
        case Kind::SHFL_UP:
            return "__shfl_up_sync";
        case Kind::SHFL_DOWN:
            return "__shfl_down_sync";
        case Kind::SHFL_XOR:
            return "__shfl_xor_sync";
        case Kind::BALLOT:
            return "__ballot_sync";
        case Kind::ANY:
            return "__any_sync";
        case Kind::ALL:
            return "__all_sync";
        case Kind::WARP_MAX:
            return "warp_max";
        case Kind::WARP_SUM:
            return "warp_sum";
        case Kind::SYNCWARP:
            return "__syncwarp";
        default:
            return "__syncthreads";
    }
}

void exchange(
    Kind kind, std::uint32_t mask, const Collective *brought, std::uint32_t undefined, std::uint32_t *received) {
    switch (kind) {
        case Kind::SHFL:
        case Kind::SHFL_UP:
        case Kind::SHFL_DOWN:
        case Kind::SHFL_XOR:
            each_lane(mask, [&](unsigned lane) {
                unsigned source = source_of(kind, lane, brought[lane]);
                received[lane] = mask >> source & 1 ? brought[source].value : undefined;
            });
            break;
        case Kind::SYNCWARP:
        case Kind::SYNCTHREADS:
            break;
        default: {
            std::uint32_t result = reduce(kind, mask, brought);
            each_lane(mask, [&](unsigned lane) { received[lane] = result; });
        }
    }
}

}  // namespace emulator
