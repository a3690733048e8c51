// The kernels of dispatch.h. Each takes numbers first, then arrays, a buffer and a position in it each.

#define PAIRS int num_pairs, int num_experts, int block_size, int pairs_a_chunk
#define DISPATCH {num_pairs, num_experts, block_size, pairs_a_chunk}

__kernel void dispatch_count(
    PAIRS, __global const int *topk_ids, long topk_ids_at, __global int *scratch, long scratch_at) {
    const Dispatch dispatch = DISPATCH;
    long lane = get_global_id(0);
    if (lane < (long)chunk_count(dispatch) * num_experts) {
        count_chunk(dispatch, topk_ids + topk_ids_at, scratch + scratch_at, lane);
    }
}

__kernel void dispatch_add(
    PAIRS, __global int *scratch, long scratch_at, __global int *tokens_per_expert, long tokens_per_expert_at) {
    const Dispatch dispatch = DISPATCH;
    long lane = get_global_id(0);
    if (lane < num_experts) {
        add_chunks(dispatch, scratch + scratch_at, tokens_per_expert + tokens_per_expert_at, (int)lane);
    }
}

__kernel void dispatch_start(
    PAIRS,
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
    const Dispatch dispatch = DISPATCH;
    long lane = get_global_id(0);
    if (lane < num_experts) {
        start_expert(
            dispatch,
            tokens_per_expert + tokens_per_expert_at,
            scratch + scratch_at + (long)chunk_count(dispatch) * num_experts,
            sorted_token_ids + sorted_token_ids_at,
            expert_ids + expert_ids_at,
            num_tokens_post_padded + num_tokens_post_padded_at,
            (int)lane);
    }
}

__kernel void dispatch_place(
    PAIRS,
    __global const int *topk_ids,
    long topk_ids_at,
    __global const int *scratch,
    long scratch_at,
    __global int *sorted_token_ids,
    long sorted_token_ids_at) {
    const Dispatch dispatch = DISPATCH;
    long lane = get_global_id(0);
    long lanes = (long)chunk_count(dispatch) * num_experts;
    if (lane < lanes) {
        __global const int *counts = scratch + scratch_at;
        place_chunk(
            dispatch,
            topk_ids + topk_ids_at,
            counts,
            counts + lanes,
            sorted_token_ids + sorted_token_ids_at,
            lane);
    }
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
    long lane = get_global_id(0);
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
    long lane = get_global_id(0);
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
