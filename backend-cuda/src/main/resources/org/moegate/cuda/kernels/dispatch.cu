// The kernels of dispatch.h, in blocks of THREADS. Where each thread is a lane, the last block may be too large.
//
// Each waits for the kernel before it before it does anything, so it may let the next one start at once: that one waits until
// this one has ended, and with it all before.

// DispatchLaunch.java writes the fields of these structs in the same order.

struct Sorting {
    Dispatch dispatch;
    const int *topk_ids;
    // [chunks, num_experts]; of one chunk the same as the next
    int *chunk_counts;
    int *tokens_per_expert;
    // this and what follows are for sorting alone, not for counting
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

// the last block's may be more than an int holds
DEVICE unsigned lane_index() {
    return block_index() * blockDim.x + thread_index();
}

DEVICE void sort_part(const Sorting &sorting, int *memory) {
    sort_part(
        sorting.dispatch,
        part_of(sorting.dispatch, (int)block_index()),
        sorting.topk_ids,
        sorting.chunk_counts,
        sorting.tokens_per_expert,
        sorting.sorted_token_ids,
        sorting.expert_ids,
        sorting.num_tokens_post_padded,
        memory);
}

DEVICE void count_part(const Sorting &sorting, int *counts, int *memory) {
    count_part(sorting.dispatch, part_of(sorting.dispatch, (int)block_index()), sorting.topk_ids, counts, memory);
}

extern "C" __global__ void __launch_bounds__(THREADS) dispatch_count(const Sorting sorting) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    count_part(sorting, sorting.chunk_counts, (int *)shared_memory());
}

extern "C" __global__ void __launch_bounds__(THREADS) dispatch_add(const Sorting sorting) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    add_part(
        sorting.dispatch,
        (int)block_index(),
        sorting.chunk_counts,
        sorting.tokens_per_expert,
        (int *)shared_memory());
}

extern "C" __global__ void __launch_bounds__(THREADS) dispatch_sort(const Sorting sorting) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    sort_part(sorting, (int *)shared_memory());
}

// all of it by one block, where there is one chunk and one window
extern "C" __global__ void __launch_bounds__(THREADS) dispatch_count_and_sort(const Sorting sorting) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    int *memory = (int *)shared_memory();
    count_part(sorting, sorting.tokens_per_expert, memory);
    block_sync();
    sort_part(sorting, memory);
}

extern "C" __global__ void __launch_bounds__(THREADS) dispatch_map(const Mapping mapping) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    unsigned lane = lane_index();
    if (lane < (unsigned)mapping.num_pairs) {
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
    unsigned lane = lane_index();
    if (lane < (unsigned)packing.num_pairs) {
        pack_pair(packing.topk_ids, packing.topk_weights, packing.packed, (int)lane);
    }
}
