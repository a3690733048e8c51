// What the shared sources call a warp is a team of 32 work-items. Their exchanges go through an NVIDIA warp's own instructions,
// through sub-groups, or through local memory, whichever the device has; TEAM says so. Where they take barriers, the work-group
// is the team.

#define WARP 0
#define SUB_GROUP 1
#define LOCAL_MEMORY 2

// Before a loop in which lanes exchange values. Where that takes barriers, compilers do badly with copies of them.
#if TEAM == WARP
#define UNROLL_EXCHANGES _Pragma("unroll")
#else
#define UNROLL_EXCHANGES
#endif

// What lanes need of local memory to exchange values, in words.
#if TEAM == WARP
#define EXCHANGE_WORDS 0
#else
#define EXCHANGE_WORDS 32
#endif

// Whether a warp takes the greatest of its lanes faster than it compares each lane with all.
#define FAST_REDUCTIONS (TEAM != LOCAL_MEMORY)

#if TEAM == WARP

DEVICE void warp_sync(void) {
    asm volatile("bar.warp.sync 0xffffffff;" ::: "memory");
}

DEVICE int warp_get(int value, int lane, __local int *exchange) {
    int received;
    asm volatile("shfl.sync.idx.b32 %0, %1, %2, 0x1f, 0xffffffff;" : "=r"(received) : "r"(value), "r"(lane));
    return received;
}

DEVICE int warp_swap(int value, int distance, __local int *exchange) {
    int received;
    asm volatile("shfl.sync.bfly.b32 %0, %1, %2, 0x1f, 0xffffffff;" : "=r"(received) : "r"(value), "r"(distance));
    return received;
}

DEVICE uint warp_ballot(bool vote, __local int *exchange) {
    uint votes;
    asm volatile("{\n\t"
                 ".reg .pred vote;\n\t"
                 "setp.ne.s32 vote, %1, 0;\n\t"
                 "vote.sync.ballot.b32 %0, vote, 0xffffffff;\n\t"
                 "}"
                 : "=r"(votes)
                 : "r"((int)vote));
    return votes;
}

#else

DEVICE void warp_sync(void) {
    barrier(CLK_LOCAL_MEM_FENCE);
}

DEVICE int warp_get(int value, int lane, __local int *exchange) {
    exchange[thread_index()] = value;
    warp_sync();
    int received = exchange[lane];
    warp_sync();
    return received;
}

DEVICE int warp_swap(int value, int distance, __local int *exchange) {
    return warp_get(value, (int)thread_index() ^ distance, exchange);
}

DEVICE uint warp_ballot(bool vote, __local int *exchange) {
    exchange[thread_index()] = vote;
    warp_sync();
    uint votes = 0;
    for (int lane = 0; lane < 32; lane++) {
        votes |= (uint)exchange[lane] << lane;
    }
    warp_sync();
    return votes;
}

#endif

DEVICE bool warp_all(bool vote, __local int *exchange) {
    return warp_ballot(vote, exchange) == 0xffffffffu;
}

#if TEAM == WARP && COMPUTE_CAPABILITY >= 80

DEVICE int warp_max(int value, __local int *exchange) {
    int result;
    asm volatile("redux.sync.max.s32 %0, %1, 0xffffffff;" : "=r"(result) : "r"(value));
    return result;
}

DEVICE uint warp_max_unsigned(uint value, __local int *exchange) {
    uint result;
    asm volatile("redux.sync.max.u32 %0, %1, 0xffffffff;" : "=r"(result) : "r"(value));
    return result;
}

DEVICE int warp_sum(int value, __local int *exchange) {
    int result;
    asm volatile("redux.sync.add.s32 %0, %1, 0xffffffff;" : "=r"(result) : "r"(value));
    return result;
}

#elif TEAM == WARP

DEVICE int warp_max(int value, __local int *exchange) {
    for (int distance = 16; distance > 0; distance /= 2) {
        value = max(value, warp_swap(value, distance, exchange));
    }
    return value;
}

DEVICE int warp_sum(int value, __local int *exchange) {
    for (int distance = 16; distance > 0; distance /= 2) {
        value += warp_swap(value, distance, exchange);
    }
    return value;
}

#else

#if TEAM == SUB_GROUP

#pragma OPENCL EXTENSION cl_khr_subgroups : enable

// A sub-group may be narrower than the team: each has a part in the result.
#define PARTS ((int)get_num_sub_groups())
#define PART ((int)get_sub_group_id())
#define MAX_OF_PART sub_group_reduce_max
#define SUM_OF_PART sub_group_reduce_add

#else

#define PARTS 32
#define PART ((int)thread_index())
#define MAX_OF_PART
#define SUM_OF_PART

#endif

DEVICE int warp_max(int value, __local int *exchange) {
    exchange[PART] = MAX_OF_PART(value);
    warp_sync();
    int result = exchange[0];
    for (int part = 1; part < PARTS; part++) {
        result = max(result, exchange[part]);
    }
    warp_sync();
    return result;
}

DEVICE int warp_sum(int value, __local int *exchange) {
    exchange[PART] = SUM_OF_PART(value);
    warp_sync();
    int result = exchange[0];
    for (int part = 1; part < PARTS; part++) {
        result += exchange[part];
    }
    warp_sync();
    return result;
}

#endif

#if !(TEAM == WARP && COMPUTE_CAPABILITY >= 80)

DEVICE uint warp_max_unsigned(uint value, __local int *exchange) {
    return (uint)warp_max((int)(value ^ 0x80000000u), exchange) ^ 0x80000000u;
}

#endif
