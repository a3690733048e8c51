// The kernels of dispatch.h: of THREADS work-items, or of a lane each. They take numbers first, then arrays, a buffer
// and a position in it each.

#define PAIRS int num_pairs, int num_experts, int block_size, int pairs_a_chunk
#define DISPATCH {num_pairs, num_experts, block_size, pairs_a_chunk}

// vectors are read from it
#define MEMORY __local int4 memory[(SORTING_WORDS + 3) / 4]

__kernel __attribute__((reqd_work_group_size(THREADS, 1, 1)))
void dispatch_count(
    PAIRS, __global const int *topk_ids, long topk_ids_at, __global int *chunk_counts, long chunk_counts_at) {
    MEMORY;
    const Dispatch dispatch = DISPATCH;
    count_part(
        dispatch,
        part_of(dispatch, (int)block_index()),
        topk_ids + topk_ids_at,
        chunk_counts + chunk_counts_at,
        (__local int *)memory);
}

__kernel __attribute__((reqd_work_group_size(THREADS, 1, 1)))
void dispatch_add(
    PAIRS, __global int *chunk_counts, long chunk_counts_at, __global int *tokens_per_expert, long tokens_per_expert_at) {
    __local int sums[THREADS];
    const Dispatch dispatch = DISPATCH;
    add_part(
        dispatch, (int)block_index(), chunk_counts + chunk_counts_at, tokens_per_expert + tokens_per_expert_at, sums);
}

__kernel __attribute__((reqd_work_group_size(THREADS, 1, 1)))
void dispatch_sort(
    PAIRS,
    __global const int *topk_ids,
    long topk_ids_at,
    __global const int *chunk_counts,
    long chunk_counts_at,
    __global const int *tokens_per_expert,
    long tokens_per_expert_at,
    __global int *sorted_token_ids,
    long sorted_token_ids_at,
    __global int *expert_ids,
    long expert_ids_at,
    __global int *num_tokens_post_padded,
    long num_tokens_post_padded_at) {
    MEMORY;
    const Dispatch dispatch = DISPATCH;
    sort_part(
        dispatch,
        part_of(dispatch, (int)block_index()),
        topk_ids + topk_ids_at,
        chunk_counts + chunk_counts_at,
        tokens_per_expert + tokens_per_expert_at,
        sorted_token_ids + sorted_token_ids_at,
        expert_ids + expert_ids_at,
        num_tokens_post_padded + num_tokens_post_padded_at,
        (__local int *)memory);
}

// all of it by one work-group, where there is one chunk and one window
__kernel __attribute__((reqd_work_group_size(THREADS, 1, 1)))
void dispatch_count_and_sort(
    PAIRS,
    __global const int *topk_ids,
    long topk_ids_at,
    __global int *tokens_per_expert,
    long tokens_per_expert_at,
    __global int *sorted_token_ids,
    long sorted_token_ids_at,
    __global int *expert_ids,
    long expert_ids_at,
    __global int *num_tokens_post_padded,
    long num_tokens_post_padded_at) {
    MEMORY;
    const Dispatch dispatch = DISPATCH;
    const Part part = part_of(dispatch, 0);
    __global const int *ids = topk_ids + topk_ids_at;
    __global int *counts = tokens_per_expert + tokens_per_expert_at;
    count_part(dispatch, part, ids, counts, (__local int *)memory);
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    sort_part(
        dispatch,
        part,
        ids,
        counts,
        counts,
        sorted_token_ids + sorted_token_ids_at,
        expert_ids + expert_ids_at,
        num_tokens_post_padded + num_tokens_post_padded_at,
        (__local int *)memory);
}

__kernel void dispatch_map(
    int num_pairs,
    int topk,
    int num_logical_experts,
    int most_replicas,
    __global const int *topk_ids,
    long topk_ids_at,
    __global const int *logical_to_physical,
    long logical_to_physical_at,
    __global const int *replica_counts,
    long replica_counts_at,
    __global int *physical_ids,
    long physical_ids_at) {
    size_t lane = get_global_id(0);
    if (lane < num_pairs) {
        map_pair(
            topk_ids + topk_ids_at,
            topk,
            logical_to_physical + logical_to_physical_at,
            replica_counts + replica_counts_at,
            num_logical_experts,
            most_replicas,
            physical_ids + physical_ids_at,
            (int)lane);
    }
}

__kernel void dispatch_pack(
    int num_pairs,
    __global const int *topk_ids,
    long topk_ids_at,
    __global const float *topk_weights,
    long topk_weights_at,
    __global int *packed,
    long packed_at) {
    size_t lane = get_global_id(0);
    if (lane < num_pairs) {
        pack_pair(topk_ids + topk_ids_at, topk_weights + topk_weights_at, packed + packed_at, (int)lane);
    }
}

// ---------------------------------------------------------------- for CPUs, where one work-item is soon done and barriers cost

bool is_expert(int id, int num_experts) {
    return id >= 0 && id < num_experts;
}

__kernel void dispatch_count_alone(
    PAIRS, __global const int *topk_ids, long topk_ids_at, __global int *tokens_per_expert, long tokens_per_expert_at) {
    __global const int *ids = topk_ids + topk_ids_at;
    __global int *counts = tokens_per_expert + tokens_per_expert_at;
    for (int expert = 0; expert < num_experts; expert++) {
        counts[expert] = 0;
    }
    for (int pair = 0; pair < num_pairs; pair++) {
        int id = ids[pair];
        if (is_expert(id, num_experts)) {
            counts[id]++;
        }
    }
}

// behind the one before
__kernel void dispatch_sort_alone(
    PAIRS,
    __global const int *topk_ids,
    long topk_ids_at,
    __global int *scratch,
    long scratch_at,
    __global const int *tokens_per_expert,
    long tokens_per_expert_at,
    __global int *sorted_token_ids,
    long sorted_token_ids_at,
    __global int *expert_ids,
    long expert_ids_at,
    __global int *num_tokens_post_padded,
    long num_tokens_post_padded_at) {
    __global const int *ids = topk_ids + topk_ids_at;
    __global int *places = scratch + scratch_at;
    __global const int *counts = tokens_per_expert + tokens_per_expert_at;
    __global int *sorted = sorted_token_ids + sorted_token_ids_at;
    __global int *experts = expert_ids + expert_ids_at;
    int start = 0;
    for (int expert = 0; expert < num_experts; expert++) {
        places[expert] = start;
        int end = start + padded(counts[expert], block_size);
        for (int place = start + counts[expert]; place < end; place++) {
            sorted[place] = num_pairs;
        }
        for (; start < end; start += block_size) {
            experts[start / block_size] = expert;
        }
    }
    num_tokens_post_padded[num_tokens_post_padded_at] = start;
    for (int pair = 0; pair < num_pairs; pair++) {
        int id = ids[pair];
        if (is_expert(id, num_experts)) {
            sorted[places[id]++] = pair;
        }
    }
}
