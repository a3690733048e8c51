// The kernels of dispatch.h: a thread for each of its lanes, in blocks of THREADS, of which the last one may be too large.
//
// Each waits for the kernel before it before it does anything, so it may let the next one start at once: that one waits until
// this one has ended, and with it all before.

// DispatchLaunch.java writes the fields of these structs in the same order.

struct Sorting {
    Dispatch dispatch;
    const int *topk_ids;
    // [chunks, num_experts]
    int *chunk_counts;
    int *tokens_per_expert;
    // [num_experts]; this and what follows are for sorting alone, not for counting
    int *starts;
    int *sorted_token_ids;
    int *expert_ids;
    int *num_tokens_post_padded;
};

struct Mapping {
    const int *topk_ids;
    // [num_logical_experts, most_replicas]
    const int *logical_to_physical;
    // [num_logical_experts]
    const int *replica_counts;
    int *physical_ids;
    int num_pairs;
    int topk;
    int num_logical_experts;
    int most_replicas;
};

struct Packing {
    const int *topk_ids;
    const float *topk_weights;
    int *packed;
    int num_pairs;
};

// Chunks times experts may be more than an int holds.
DEVICE Int64 lane_index() {
    return (Int64)block_index() * blockDim.x + thread_index();
}

DEVICE Int64 chunk_lanes(const Dispatch &dispatch) {
    return (Int64)chunk_count(dispatch) * dispatch.num_experts;
}

extern "C" __global__ void __launch_bounds__(THREADS) dispatch_count(const Sorting sorting) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    Int64 lane = lane_index();
    if (lane < chunk_lanes(sorting.dispatch)) {
        count_chunk(sorting.dispatch, sorting.topk_ids, sorting.chunk_counts, lane);
    }
}

extern "C" __global__ void __launch_bounds__(THREADS) dispatch_add(const Sorting sorting) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    Int64 lane = lane_index();
    if (lane < sorting.dispatch.num_experts) {
        add_chunks(sorting.dispatch, sorting.chunk_counts, sorting.tokens_per_expert, (int)lane);
    }
}

extern "C" __global__ void __launch_bounds__(THREADS) dispatch_start(const Sorting sorting) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    Int64 lane = lane_index();
    if (lane < sorting.dispatch.num_experts) {
        start_expert(
            sorting.dispatch,
            sorting.tokens_per_expert,
            sorting.starts,
            sorting.sorted_token_ids,
            sorting.expert_ids,
            sorting.num_tokens_post_padded,
            (int)lane);
    }
}

extern "C" __global__ void __launch_bounds__(THREADS) dispatch_place(const Sorting sorting) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    Int64 lane = lane_index();
    if (lane < chunk_lanes(sorting.dispatch)) {
        place_chunk(
            sorting.dispatch,
            sorting.topk_ids,
            sorting.chunk_counts,
            sorting.starts,
            sorting.sorted_token_ids,
            lane);
    }
}

extern "C" __global__ void __launch_bounds__(THREADS) dispatch_map(const Mapping mapping) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    Int64 lane = lane_index();
    if (lane < mapping.num_pairs) {
        map_pair(
            mapping.topk_ids,
            mapping.topk,
            mapping.logical_to_physical,
            mapping.replica_counts,
            mapping.num_logical_experts,
            mapping.most_replicas,
            mapping.physical_ids,
            (int)lane);
    }
}

extern "C" __global__ void __launch_bounds__(THREADS) dispatch_pack(const Packing packing) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    Int64 lane = lane_index();
    if (lane < packing.num_pairs) {
        pack_pair(packing.topk_ids, packing.topk_weights, packing.packed, (int)lane);
    }
}
