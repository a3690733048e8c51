// What follows the gate, on many lanes without a word between them: a lane has the pairs of one expert in one chunk. All lanes
// of a warp read the same id at once, and so no pair meets another but in its own expert's lane, in order.

// DispatchLayout.java cuts the chunks; the last one may be short.
typedef struct {
    int num_pairs;
    int num_experts;
    int block_size;
    int pairs_a_chunk;
} Dispatch;

#define CHUNKS_AT_ONCE 8

// of both halves: the id −1, the weight 0
#define PACKED_NOTHING ((int)0xffff0000)
#define BFLOAT16_NAN 0x7fc0

DEVICE int chunk_count(const Dispatch dispatch) {
    return dispatch.num_pairs == 0 ? 0 : (dispatch.num_pairs - 1) / dispatch.pairs_a_chunk + 1;
}

DEVICE int chunk_end(const Dispatch dispatch, int chunk) {
    return min(dispatch.num_pairs - chunk * dispatch.pairs_a_chunk, dispatch.pairs_a_chunk);
}

DEVICE int padded(int count, int block_size) {
    return (count + block_size - 1) / block_size * block_size;
}

// Lane `index` of chunk_count · num_experts: how many pairs of a chunk are an expert's.
DEVICE void count_chunk(const Dispatch dispatch, GLOBAL const int *topk_ids, GLOBAL int *chunk_counts, Int64 index) {
    int expert = (int)(index % dispatch.num_experts);
    int chunk = (int)(index / dispatch.num_experts);
    GLOBAL const int *ids = topk_ids + (Int64)chunk * dispatch.pairs_a_chunk;
    int end = chunk_end(dispatch, chunk);
    int count = 0;
    for (int i = 0; i < end; i++) {
        count += ids[i] == expert;
    }
    chunk_counts[index] = count;
}

// Lane `expert`: counts of chunks become those of all chunks before, and the sum the expert's. Several are read before any is
// written, so that they are on their way together.
DEVICE void add_chunks(
    const Dispatch dispatch, GLOBAL int *chunk_counts, GLOBAL int *tokens_per_expert, int expert) {
    int chunks = chunk_count(dispatch);
    int before = 0;
    for (int first = 0; first < chunks; first += CHUNKS_AT_ONCE) {
        GLOBAL int *counts = chunk_counts + (Int64)first * dispatch.num_experts + expert;
        int here[CHUNKS_AT_ONCE];
        for (int i = 0; i < CHUNKS_AT_ONCE; i++) {
            here[i] = first + i < chunks ? counts[(Int64)i * dispatch.num_experts] : 0;
        }
        for (int i = 0; i < CHUNKS_AT_ONCE; i++) {
            if (first + i < chunks) {
                counts[(Int64)i * dispatch.num_experts] = before;
            }
            before += here[i];
        }
    }
    tokens_per_expert[expert] = before;
}

// Lane `expert`: where its blocks begin, what fills up the last, and whose they are.
DEVICE void start_expert(
    const Dispatch dispatch,
    GLOBAL const int *tokens_per_expert,
    GLOBAL int *starts,
    GLOBAL int *sorted_token_ids,
    GLOBAL int *expert_ids,
    GLOBAL int *num_tokens_post_padded,
    int expert) {
    int block_size = dispatch.block_size;
    int start = 0;
    for (int other = 0; other < expert; other++) {
        start += padded(tokens_per_expert[other], block_size);
    }
    int count = tokens_per_expert[expert];
    int end = start + padded(count, block_size);
    starts[expert] = start;
    for (int place = start + count; place < end; place++) {
        sorted_token_ids[place] = dispatch.num_pairs;
    }
    for (int block = start / block_size; block < end / block_size; block++) {
        expert_ids[block] = expert;
    }
    if (expert == dispatch.num_experts - 1) {
        *num_tokens_post_padded = end;
    }
}

// Lane `index` of chunk_count · num_experts: the pairs of a chunk that are an expert's, behind those of the chunks before.
DEVICE void place_chunk(
    const Dispatch dispatch,
    GLOBAL const int *topk_ids,
    GLOBAL const int *chunk_counts,
    GLOBAL const int *starts,
    GLOBAL int *sorted_token_ids,
    Int64 index) {
    int expert = (int)(index % dispatch.num_experts);
    int chunk = (int)(index / dispatch.num_experts);
    int first = chunk * dispatch.pairs_a_chunk;
    GLOBAL const int *ids = topk_ids + first;
    int end = chunk_end(dispatch, chunk);
    int place = starts[expert] + chunk_counts[index];
    for (int i = 0; i < end; i++) {
        if (ids[i] == expert) {
            sorted_token_ids[place++] = first + i;
        }
    }
}

// Lane `pair`: the replica whose number is the token's modulo how many there are.
DEVICE void map_pair(
    GLOBAL const int *topk_ids,
    int topk,
    GLOBAL const int *logical_to_physical,
    GLOBAL const int *replica_counts,
    int num_logical_experts,
    int most_replicas,
    GLOBAL int *physical_ids,
    int pair) {
    int id = topk_ids[pair];
    int physical = -1;
    if (id >= 0 && id < num_logical_experts) {
        physical = logical_to_physical[(Int64)id * most_replicas + pair / topk % replica_counts[id]];
    }
    physical_ids[pair] = physical;
}

DEVICE int bfloat16(float value) {
    unsigned bits = as_uint(value);
    return value != value ? BFLOAT16_NAN : (int)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

// Lane `pair`: id and weight in one.
DEVICE void pack_pair(
    GLOBAL const int *topk_ids, GLOBAL const float *topk_weights, GLOBAL int *packed, int pair) {
    int id = topk_ids[pair];
    packed[pair] = id == (id & 0x7fff) ? id << 16 | bfloat16(topk_weights[pair]) : PACKED_NOTHING;
}
