// A team is 32 work-items that route a row together: as many as softmax has partial sums. What they exchange goes through a
// warp's own instructions, through a sub-group, or through local memory, whichever the device has; TEAM says so.

#define TEAM_SIZE 32

#define WARP 0
#define SUB_GROUP 1
#define LOCAL_MEMORY 2

// Before a loop in which lanes exchange values. Where that takes barriers, compilers do badly with copies of them.
#if TEAM == LOCAL_MEMORY
#define UNROLL_EXCHANGES
#else
#define UNROLL_EXCHANGES _Pragma("unroll")
#endif

#if TEAM == WARP

// one warp a team, several teams a work-group
void team_sync(void) {
    asm volatile("bar.warp.sync 0xffffffff;" ::: "memory");
}

int team_exchange(int value, int distance, __local int *scratch) {
    int received;
    asm volatile("shfl.sync.bfly.b32 %0, %1, %2, 0x1f, 0xffffffff;" : "=r"(received) : "r"(value), "r"(distance));
    return received;
}

#if WARP_REDUCES

int team_max(int value, __local int *scratch) {
    int result;
    asm volatile("redux.sync.max.s32 %0, %1, 0xffffffff;" : "=r"(result) : "r"(value));
    return result;
}

int team_min(int value, __local int *scratch) {
    int result;
    asm volatile("redux.sync.min.s32 %0, %1, 0xffffffff;" : "=r"(result) : "r"(value));
    return result;
}

#endif

#else

// the work-group is the team
void team_sync(void) {
    barrier(CLK_LOCAL_MEM_FENCE);
}

int team_exchange(int value, int distance, __local int *scratch) {
    int lane = get_local_id(0);
    scratch[lane] = value;
    team_sync();
    int received = scratch[lane ^ distance];
    team_sync();
    return received;
}

#endif

#if TEAM == SUB_GROUP

#pragma OPENCL EXTENSION cl_khr_subgroups : enable

// A sub-group may be narrower than the team.
int team_max(int value, __local int *scratch) {
    int result = sub_group_reduce_max(value);
    if (get_num_sub_groups() > 1) {
        scratch[get_sub_group_id()] = result;
        team_sync();
        for (uint i = 0; i < get_num_sub_groups(); i++) {
            result = max(result, scratch[i]);
        }
        team_sync();
    }
    return result;
}

int team_min(int value, __local int *scratch) {
    // ~ turns the order round
    return ~team_max(~value, scratch);
}

#elif TEAM == LOCAL_MEMORY || !WARP_REDUCES

int team_max(int value, __local int *scratch) {
    for (int distance = TEAM_SIZE / 2; distance > 0; distance /= 2) {
        value = max(value, team_exchange(value, distance, scratch));
    }
    return value;
}

int team_min(int value, __local int *scratch) {
    for (int distance = TEAM_SIZE / 2; distance > 0; distance /= 2) {
        value = min(value, team_exchange(value, distance, scratch));
    }
    return value;
}

#endif

// the sum of all lower lanes' values; the sum of all lanes' goes to total
int team_sum_below(int value, int lane, int *total, __local int *scratch) {
    int below = 0;
    *total = value;
    for (int distance = 1; distance < TEAM_SIZE; distance *= 2) {
        int other = team_exchange(*total, distance, scratch);
        below += lane & distance ? other : 0;
        *total += other;
    }
    return below;
}

// the upper half added to the lower one until one is left: all lanes come to the same bits, as addition commutes
float team_fold(float value, __local int *scratch) {
    for (int distance = TEAM_SIZE / 2; distance > 0; distance /= 2) {
        value += as_float(team_exchange(as_int(value), distance, scratch));
    }
    return value;
}
