// Any gate: a block takes a row at a time, tile by tile of as many experts as it has threads. Choices lie as integers in memory,
// shared memory or, where they do not fit, a block's part of `scratch`. Each round of the selection takes the best one left.
//
// A block has whole warps. Blocks take rows in turns.

#define WARP_SIZE 32
#define MOST_WARPS 16

struct Best {
    int key;
    int id;
};

DEVICE Best none() {
    Best best = {CLOSED, 0x7fffffff};
    return best;
}

// of equal ones the lower id
DEVICE Best better(Best a, Best b) {
    return b.key > a.key || (b.key == a.key && b.id < a.id) ? b : a;
}

// What a block keeps in shared memory besides keys.
struct BlockMemory {
    Best bests[MOST_WARPS];
    float partial_sums[PARTIAL_SUMS];
};

// the best of all threads, for all of them
DEVICE Best best_of_block(Best mine, BlockMemory *memory) {
    int warps = blockDim.x / WARP_SIZE;
    int key = warp_max(mine.key);
    // ~ turns the order round
    int id = ~warp_max(mine.key == key ? ~mine.id : CLOSED);
    if (threadIdx.x % WARP_SIZE == 0) {
        memory->bests[threadIdx.x / WARP_SIZE].key = key;
        memory->bests[threadIdx.x / WARP_SIZE].id = id;
    }
    __syncthreads();
    Best best = memory->bests[0];
    for (int warp = 1; warp < warps; warp++) {
        best = better(best, memory->bests[warp]);
    }
    __syncthreads();
    return best;
}

// the best key is taken out of the list
DEVICE Best take_best(int *keys, int count, BlockMemory *memory) {
    Best mine = none();
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        if (keys[i] > mine.key) {
            mine.key = keys[i];
            mine.id = i;
        }
    }
    Best best = best_of_block(mine, memory);
    if (best.id % (int)blockDim.x == (int)threadIdx.x) {
        keys[best.id] = CLOSED;
    }
    return best;
}

// What softmax needs of a row before it can score an expert.
struct Softmax {
    float max;
    float reciprocal;
};

DEVICE float score(const Gate &gate, Softmax softmax, float logit) {
    if (gate.scoring_func == SIGMOID) {
        return sigmoid(logit);
    }
    if (gate.scoring_func == SQRTSOFTPLUS) {
        return sqrt_softplus(logit);
    }
    return exp_of_nonpositive(logit - softmax.max) * softmax.reciprocal;
}

DEVICE Softmax softmax_of_row(const Gate &gate, const void *logits, long long at, BlockMemory *memory) {
    Best mine = {MASKED, 0};
    for (int i = threadIdx.x; i < gate.num_experts; i += blockDim.x) {
        mine.key = max(mine.key, key_of(load_element(gate.logits_dtype, logits, at + i)));
    }
    Softmax softmax;
    softmax.max = choice_of(best_of_block(mine, memory).key);
    if (threadIdx.x < PARTIAL_SUMS) {
        float sum = 0.0f;
        for (int i = threadIdx.x; i < gate.num_experts; i += PARTIAL_SUMS) {
            sum += exp_of_nonpositive(load_element(gate.logits_dtype, logits, at + i) - softmax.max);
        }
        for (int distance = PARTIAL_SUMS / 2; distance > 0; distance /= 2) {
            sum += __shfl_xor_sync(ALL_LANES, sum, distance);
        }
        memory->partial_sums[threadIdx.x] = sum;
    }
    __syncthreads();
    softmax.reciprocal = 1.0f / memory->partial_sums[0];
    __syncthreads();
    return softmax;
}

// A warp a group; its lanes find their two best each and merge them.
DEVICE void score_groups(const Gate &gate, const int *keys, int *groups) {
    int group_size = gate.num_experts / gate.num_expert_group;
    bool only_best = gate.group_score_is_max || group_size == 1;
    for (int group = threadIdx.x / WARP_SIZE; group < gate.num_expert_group; group += blockDim.x / WARP_SIZE) {
        int best = CLOSED;
        int second = CLOSED;
        for (int i = threadIdx.x % WARP_SIZE; i < group_size; i += WARP_SIZE) {
            int key = keys[group * group_size + i];
            second = max(second, min(best, key));
            best = max(best, key);
        }
        for (int distance = WARP_SIZE / 2; distance > 0; distance /= 2) {
            int other_best = __shfl_xor_sync(ALL_LANES, best, distance);
            int other_second = __shfl_xor_sync(ALL_LANES, second, distance);
            second = max(min(best, other_best), max(second, other_second));
            best = max(best, other_best);
        }
        if (threadIdx.x % WARP_SIZE == 0) {
            groups[group] = group_key(only_best, best, second);
        }
    }
}

DEVICE void close_groups(const Gate &gate, int *keys, int *groups, BlockMemory *memory) {
    score_groups(gate, keys, groups);
    __syncthreads();
    for (int i = 0; i < gate.topk_group; i++) {
        take_best(groups, gate.num_expert_group, memory);
    }
    __syncthreads();
    // what was taken is closed in its own list, and open for the experts
    int group_size = gate.num_experts / gate.num_expert_group;
    for (int i = threadIdx.x; i < gate.num_experts; i += blockDim.x) {
        if (groups[i / group_size] != CLOSED) {
            keys[i] = CLOSED;
        }
    }
    __syncthreads();
}

// The list of keys, the groups' and the chosen experts', as KernelTable.java counts them.
DEVICE long long key_count(const Gate &gate) {
    return (long long)gate.num_experts + gate.num_expert_group + gate.topk - gate.num_fused_shared_experts;
}

DEVICE void route_row(
    const Batch &batch, const Gate &gate, int token, int *keys, BlockMemory *memory, int *ids, float *weights) {
    int routed = gate.topk - gate.num_fused_shared_experts;
    int *groups = keys + gate.num_experts;
    int *chosen = groups + gate.num_expert_group;
    long long at = token * batch.logits_row_stride;
    Softmax softmax = {0.0f, 0.0f};
    if (gate.scoring_func == SOFTMAX) {
        softmax = softmax_of_row(gate, batch.logits, at, memory);
    }
    for (int i = threadIdx.x; i < gate.num_experts; i += blockDim.x) {
        float choice = score(gate, softmax, load_element(gate.logits_dtype, batch.logits, at + i));
        if (gate.bias_dtype != ABSENT) {
            choice += load_element(gate.bias_dtype, batch.bias, i);
        }
        keys[i] = key_of(choice);
    }
    __syncthreads();
    if (gate.topk_group < gate.num_expert_group) {
        close_groups(gate, keys, groups, memory);
    }
    for (int column = 0; column < routed; column++) {
        Best best = take_best(keys, gate.num_experts, memory);
        if (threadIdx.x == 0) {
            chosen[column] = best.key == MASKED ? ~best.id : best.id;
        }
    }
    __syncthreads();
    // the choices are no longer needed: their place holds the weights that the total adds up
    for (int column = threadIdx.x; column < routed; column += blockDim.x) {
        int id = chosen[column];
        float weight =
            id < 0 ? 0.0f : score(gate, softmax, load_element(gate.logits_dtype, batch.logits, at + id));
        ids[column] = id < 0 ? ~id : id;
        keys[column] = __float_as_int(weight);
    }
    __syncthreads();
    float total = 0.0f;
    for (int column = 0; column < routed; column++) {
        total += __int_as_float(keys[column]);
    }
    for (int column = threadIdx.x; column < routed; column += blockDim.x) {
        weights[column] = finish_weight(gate, __int_as_float(keys[column]), total);
    }
    for (int column = routed + threadIdx.x; column < gate.topk; column += blockDim.x) {
        ids[column] = gate.num_experts + column - routed;
        weights[column] = shared_expert_weight(gate, total);
    }
    __syncthreads();
}

extern "C" __global__ void __launch_bounds__(WARP_SIZE * MOST_WARPS)
    route_tiled(const Batch batch, const Gate gate, int *scratch) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    BlockMemory *memory = static_cast<BlockMemory *>(shared_memory());
    int *keys = scratch == nullptr ? reinterpret_cast<int *>(memory + 1) : scratch + blockIdx.x * key_count(gate);
    for (long long token = blockIdx.x; token < batch.num_tokens; token += gridDim.x) {
        int *ids = batch.topk_ids + token * gate.topk;
        float *weights = batch.topk_weights + token * gate.topk;
        if (token < batch.num_token_non_padded) {
            route_row(batch, gate, (int)token, keys, memory, ids, weights);
        } else {
            for (int column = threadIdx.x; column < gate.topk; column += blockDim.x) {
                ids[column] = -1;
                weights[column] = 0.0f;
            }
        }
    }
}
