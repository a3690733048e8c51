// What follows the gate. A block of THREADS counts, or sorts, the pairs of one chunk whose experts lie in one window: as many as
// it has counters for. Atomic additions count alone, where their order does not show; where a pair goes is found by comparing it
// with those before it, so that the pairs of an expert keep their order.

// DispatchLayout.java cuts the chunks; the last one may be short.
typedef struct {
    int num_pairs;
    int num_experts;
    int block_size;
    int pairs_a_chunk;
} Dispatch;

// A block's part.
typedef struct {
    int chunk;
    int first_pair;
    int pairs;
    int first_expert;
    int experts;
} Part;

// A block's shared memory: where the experts of the window begin, and behind them the end of the last; how many pairs each has;
// how many it has in each segment of THREADS pairs, a byte for each of four segments and then of four more, the first of which
// takes the place of the counts; the experts of these pairs; and two sums for each thread.
#define STARTS(memory) (memory)
#define COUNTS(memory) ((memory) + WINDOW + 4)
#define SEGMENTS(memory, half) ((memory) + WINDOW + 4 + (half) * WINDOW)
#define SEEN(memory) ((memory) + 3 * WINDOW + 4)
#define SUMS(memory) ((memory) + 3 * WINDOW + 4 + THREADS)
#define SORTING_WORDS (3 * WINDOW + 4 + 3 * THREADS)

// THREADS are 256 at most, or segments would be more than there are bytes for.
#define SEGMENT (THREADS < 32 ? THREADS : 32)

// Where chunks are added up, as many threads side by side have an expert each. Others have the same experts of other chunks.
#define ADDERS (THREADS < 32 ? THREADS : 32)
#define CHUNKS_AT_ONCE 16

// As many threads fill up the blocks of an expert.
#define FILLERS (THREADS < 8 ? THREADS : 8)

// of both halves: the id −1, the weight 0
#define PACKED_NOTHING ((int)0xffff0000)
#define BFLOAT16_NAN 0x7fc0

// one at least, which writes that there is nothing
DEVICE int chunk_count(const Dispatch dispatch) {
    return dispatch.num_pairs == 0 ? 1 : (dispatch.num_pairs - 1) / dispatch.pairs_a_chunk + 1;
}

DEVICE int padded(int count, int block_size) {
    return (count + block_size - 1) / block_size * block_size;
}

DEVICE Part part_of(const Dispatch dispatch, int block) {
    int windows = (dispatch.num_experts - 1) / WINDOW + 1;
    Part part;
    part.chunk = block / windows;
    part.first_pair = part.chunk * dispatch.pairs_a_chunk;
    part.pairs = min(dispatch.num_pairs - part.first_pair, dispatch.pairs_a_chunk);
    part.first_expert = block % windows * WINDOW;
    part.experts = min(dispatch.num_experts - part.first_expert, WINDOW);
    return part;
}

// Which of the window's counters is an id's; −1 if none is.
DEVICE int counter_of(const Part part, int id) {
    unsigned counter = (unsigned)id - (unsigned)part.first_expert;
    return counter < (unsigned)part.experts ? (int)counter : -1;
}

// A block's part in counting.
DEVICE void count_part(
    const Dispatch dispatch, const Part part, GLOBAL const int *topk_ids, GLOBAL int *chunk_counts, LOCAL int *memory) {
    int thread = (int)thread_index();
    LOCAL int *counters = COUNTS(memory);
    for (int i = thread; i < part.experts; i += THREADS) {
        counters[i] = 0;
    }
    block_sync();
    for (int pair = thread; pair < part.pairs; pair += THREADS) {
        int counter = counter_of(part, topk_ids[part.first_pair + pair]);
        if (counter >= 0) {
            add_to(&counters[counter], 1);
        }
    }
    block_sync();
    GLOBAL int *counts = chunk_counts + (Int64)part.chunk * dispatch.num_experts + part.first_expert;
    for (int i = thread; i < part.experts; i += THREADS) {
        counts[i] = counters[i];
    }
}

// Of an expert's counts in some chunks, the sum; each becomes what was before it. Several are read before any is written, so that
// they are on their way together.
DEVICE int add_counts(GLOBAL int *counts, int chunks, int num_experts, int before, bool writes) {
    for (int first = 0; first < chunks; first += CHUNKS_AT_ONCE) {
        int here[CHUNKS_AT_ONCE];
        for (int i = 0; i < CHUNKS_AT_ONCE; i++) {
            here[i] = first + i < chunks ? counts[(Int64)(first + i) * num_experts] : 0;
        }
        for (int i = 0; i < CHUNKS_AT_ONCE; i++) {
            if (writes && first + i < chunks) {
                counts[(Int64)(first + i) * num_experts] = before;
            }
            before += here[i];
        }
    }
    return before;
}

// Counts of chunks become those of all chunks before, and their sums the experts'. A block has ADDERS experts.
DEVICE void add_part(
    const Dispatch dispatch, int block, GLOBAL int *chunk_counts, GLOBAL int *tokens_per_expert, LOCAL int *sums) {
    int thread = (int)thread_index();
    int expert = block * ADDERS + thread % ADDERS;
    int share = (chunk_count(dispatch) - 1) / (THREADS / ADDERS) + 1;
    int first = min(thread / ADDERS * share, chunk_count(dispatch));
    int chunks = expert < dispatch.num_experts ? min(chunk_count(dispatch) - first, share) : 0;
    GLOBAL int *counts = chunk_counts + (Int64)first * dispatch.num_experts + expert;
    sums[thread] = add_counts(counts, chunks, dispatch.num_experts, 0, false);
    block_sync();
    int before = 0;
    for (int other = thread % ADDERS; other < thread; other += ADDERS) {
        before += sums[other];
    }
    int sum = add_counts(counts, chunks, dispatch.num_experts, before, true);
    if (expert < dispatch.num_experts && thread / ADDERS == THREADS / ADDERS - 1) {
        tokens_per_expert[expert] = sum;
    }
}

// The sum of the values of all threads before this one. Sums double their reach, step by step, from one half of the memory to
// the other.
DEVICE int sum_before(int value, LOCAL int *sums) {
    int thread = (int)thread_index();
    LOCAL int *from = sums;
    LOCAL int *to = sums + THREADS;
    from[thread] = value;
    block_sync();
    for (int reach = 1; reach < THREADS; reach *= 2) {
        to[thread] = from[thread] + (thread >= reach ? from[thread - reach] : 0);
        block_sync();
        LOCAL int *other = from;
        from = to;
        to = other;
    }
    return from[thread] - value;
}

// Where the blocks of the window's experts begin, and how many pairs each has. Each thread adds up experts that lie side by side,
// from the first of all to the last of the window.
DEVICE void start_experts(
    const Dispatch dispatch,
    const Part part,
    GLOBAL const int *tokens_per_expert,
    GLOBAL int *num_tokens_post_padded,
    LOCAL int *memory) {
    LOCAL int *starts = STARTS(memory);
    int end = part.first_expert + part.experts;
    int share = (end - 1) / THREADS + 1;
    int mine = min((int)thread_index() * share, end);
    int mine_end = min(mine + share, end);
    int sum = 0;
    for (int expert = mine; expert < mine_end; expert++) {
        sum += padded(tokens_per_expert[expert], dispatch.block_size);
    }
    int start = sum_before(sum, SUMS(memory));
    for (int expert = mine; expert < mine_end; expert++) {
        int count = tokens_per_expert[expert];
        if (expert >= part.first_expert) {
            starts[expert - part.first_expert] = start;
            COUNTS(memory)[expert - part.first_expert] = count;
        }
        start += padded(count, dispatch.block_size);
    }
    if (mine < mine_end && mine_end == end) {
        starts[part.experts] = start;
        if (part.chunk == 0 && end == dispatch.num_experts) {
            *num_tokens_post_padded = start;
        }
    }
    block_sync();
}

// The window's expert whose block is at a place.
DEVICE int expert_at(LOCAL const int *starts, int experts, int place) {
    int low = 0;
    int high = experts;
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (starts[middle] <= place) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

// Whose the blocks are, and what fills up the last of each expert: the chunks take turns.
DEVICE void fill_blocks(
    const Dispatch dispatch, const Part part, GLOBAL int *sorted_token_ids, GLOBAL int *expert_ids, LOCAL const int *memory) {
    LOCAL const int *starts = STARTS(memory);
    int thread = (int)thread_index();
    int chunks = chunk_count(dispatch);
    // one step beyond the end may be more than an int holds
    unsigned end = (unsigned)(starts[part.experts] / dispatch.block_size);
    unsigned block = (unsigned)(starts[0] / dispatch.block_size) + (unsigned)(part.chunk * THREADS + thread);
    for (; block < end; block += (unsigned)(chunks * THREADS)) {
        expert_ids[block] = part.first_expert + expert_at(starts, part.experts, (int)block * dispatch.block_size);
    }
    for (int i = part.chunk + thread / FILLERS * chunks; i < part.experts; i += THREADS / FILLERS * chunks) {
        unsigned place = (unsigned)(starts[i] + COUNTS(memory)[i]) + (unsigned)(thread % FILLERS);
        for (; place < (unsigned)starts[i + 1]; place += FILLERS) {
            sorted_token_ids[place] = dispatch.num_pairs;
        }
    }
}

// How many of the segments' pairs before this one have the same counter.
DEVICE int same_in_segments_before(LOCAL const int *memory, int segment, int counter) {
    unsigned bytes = (unsigned)SEGMENTS(memory, segment / 4)[counter] & ((1u << segment % 4 * 8) - 1);
    if (segment >= 4) {
        bytes += (unsigned)SEGMENTS(memory, 0)[counter];
    }
    // adds them up; 7 segments have less than 256 pairs
    return (int)(bytes * 0x01010101u >> 24);
}

// How many of the segment's first pairs have the same counter.
DEVICE int same_before(LOCAL const int *seen, int count, int counter) {
    int same = 0;
    for (int i = 0; i < SEGMENT; i += 4) {
        int4 four = *(LOCAL const int4 *)(seen + i);
        same += i < count && four.x == counter;
        same += i + 1 < count && four.y == counter;
        same += i + 2 < count && four.z == counter;
        same += i + 3 < count && four.w == counter;
    }
    return same;
}

// A block's part in sorting. Where there are several chunks, their counts are those of all chunks before.
DEVICE void sort_part(
    const Dispatch dispatch,
    const Part part,
    GLOBAL const int *topk_ids,
    GLOBAL const int *chunk_counts,
    GLOBAL const int *tokens_per_expert,
    GLOBAL int *sorted_token_ids,
    GLOBAL int *expert_ids,
    GLOBAL int *num_tokens_post_padded,
    LOCAL int *memory) {
    int thread = (int)thread_index();
    LOCAL int *next = STARTS(memory);
    LOCAL int *seen = SEEN(memory);
    start_experts(dispatch, part, tokens_per_expert, num_tokens_post_padded, memory);
    fill_blocks(dispatch, part, sorted_token_ids, expert_ids, memory);
    block_sync();
    if (chunk_count(dispatch) > 1) {
        GLOBAL const int *before = chunk_counts + (Int64)part.chunk * dispatch.num_experts + part.first_expert;
        for (int i = thread; i < part.experts; i += THREADS) {
            next[i] += before[i];
        }
    }
    int segment = thread / SEGMENT;
    for (int first = 0; first < part.pairs; first += THREADS) {
        for (int i = thread; i < part.experts; i += THREADS) {
            SEGMENTS(memory, 0)[i] = 0;
            SEGMENTS(memory, 1)[i] = 0;
        }
        int pair = part.first_pair + first + thread;
        int counter = first + thread < part.pairs ? counter_of(part, topk_ids[pair]) : -1;
        seen[thread] = counter;
        block_sync();
        if (counter >= 0) {
            add_to(&SEGMENTS(memory, segment / 4)[counter], 1 << segment % 4 * 8);
        }
        block_sync();
        if (counter >= 0) {
            int before = same_in_segments_before(memory, segment, counter)
                + same_before(seen + segment * SEGMENT, thread % SEGMENT, counter);
            sorted_token_ids[next[counter] + before] = pair;
        }
        block_sync();
        if (counter >= 0) {
            add_to(&next[counter], 1);
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
