// For CPUs, built for one gate: each work-item takes whole rows, sixteen experts at a time in vectors, without a barrier.
//
// A bound below the last expert that will be chosen comes from the best of each vector lane. What reaches it, a dozen experts
// as a rule, is ranked by comparing each with all, which takes no branch that a processor could guess wrong.

#define WIDTH 16
#define VECTORS_OF(count) (((count) + WIDTH - 1) / WIDTH)

// Groups that fill vectors start with a vector of their own; smaller ones lie side by side, as experts without groups do.
#define GROUPS_APART (GROUPS_CLOSE && GROUP_SIZE >= WIDTH)
#define GROUPS_MIXED (GROUPS_CLOSE && GROUP_SIZE < WIDTH)
#define RUNS (GROUPS_APART ? NUM_EXPERT_GROUP : 1)
#define OPEN_RUNS (GROUPS_APART ? TOPK_GROUP : 1)
#define RUN_EXPERTS (NUM_EXPERTS / RUNS)
#define RUN_VECTORS VECTORS_OF(RUN_EXPERTS)

// Loads of a run's last vector may reach past the row's last one.
#define ROW_VECTORS VECTORS_OF(NUM_EXPERTS)
#define PADDED_VECTORS (ROW_VECTORS + 1)

#define LANE_INDEX ((int16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))

float16 load_elements(int dtype, __global const uchar *elements, long at) {
    if (dtype == F32) {
        return vload16(0, (__global const float *)elements + at);
    }
    ushort16 bits = vload16(0, (__global const ushort *)elements + at);
    if (dtype == BF16) {
        return as_float16(convert_uint16(bits) << 16);
    }
    // exponent and fraction move to their places; 2^112 is what the two exponents' biases differ by, and it makes a subnormal
    // half a normal number; infinity and NaN have every bit of the exponent set
    uint16 wide = convert_uint16(bits);
    uint16 magnitude = (wide & 0x7fff) << 13;
    uint16 scaled = as_uint16(as_float16(magnitude) * 0x1p112f);
    uint16 value = magnitude >= (uint16)(0x7c00 << 13) ? magnitude | 0x7f800000 : scaled;
    return as_float16(value | (wide & 0x8000) << 16);
}

// an array's last elements, where they fill no vector, and the filler behind them
float16 load_tail(int dtype, __global const uchar *elements, long at, int count, float filler) {
    float16 tail = filler;
    float *lanes = (float *)&tail;
    for (int i = 0; i < count % WIDTH; i++) {
        lanes[i] = load_element(dtype, elements, at + count - count % WIDTH + i);
    }
    return tail;
}

// Vectors of a row that start at any expert; the private arrays are read whole where they can be, as that is faster.
float16 load_from(const float16 *row, int first) {
    return first % WIDTH == 0 ? row[first / WIDTH] : vload16(0, (const float *)row + first);
}

float16 next_logits(__global const uchar *logits, long at, int vector, float16 tail) {
    return vector < NUM_EXPERTS / WIDTH ? load_elements(LOGITS_DTYPE, logits, at + vector * WIDTH) : tail;
}

#if SCORING_FUNC == SOFTMAX

float horizontal_max(float16 x) {
    float8 m8 = x.lo > x.hi ? x.lo : x.hi;
    float4 m4 = m8.lo > m8.hi ? m8.lo : m8.hi;
    float2 m2 = m4.lo > m4.hi ? m4.lo : m4.hi;
    return m2.lo > m2.hi ? m2.lo : m2.hi;
}

void score_row(__global const uchar *logits, long at, float16 tail, float16 *scores) {
    float16 lane_max = -INFINITY;
    for (int i = 0; i < ROW_VECTORS; i++) {
        float16 x = next_logits(logits, at, i, tail);
        lane_max = x > lane_max ? x : lane_max;
    }
    float row_max = horizontal_max(lane_max);
    // 32 partial sums are two vectors; behind the row's end e to the power of −∞ is added, which is 0
    float16 sums[2] = {0.0f, 0.0f};
    for (int i = 0; i < ROW_VECTORS; i++) {
        float16 e = exp_of_nonpositive(next_logits(logits, at, i, tail) - row_max);
        scores[i] = e;
        sums[i % 2] += e;
    }
    float16 s16 = sums[0] + sums[1];
    float8 s8 = s16.lo + s16.hi;
    float4 s4 = s8.lo + s8.hi;
    float2 s2 = s4.lo + s4.hi;
    float reciprocal = 1.0f / (s2.lo + s2.hi);
    for (int i = 0; i < ROW_VECTORS; i++) {
        scores[i] *= reciprocal;
    }
}

#else

void score_row(__global const uchar *logits, long at, float16 tail, float16 *scores) {
    for (int i = 0; i < ROW_VECTORS; i++) {
        float16 x = next_logits(logits, at, i, tail);
        scores[i] = SCORING_FUNC == SIGMOID ? sigmoid(x) : sqrt_softplus(x);
    }
}

#endif

int16 keys_of(float16 choice) {
    int16 bits = as_int16(choice);
    int16 flipped = bits ^ ((bits >> 31) & INT_MAX);
    return isnan(choice) ? (int16)MASKED : flipped;
}

// The best of each lane and the best of what that leaves.
typedef struct {
    int16 first;
    int16 second;
} LaneBests;

void add_to_lanes(LaneBests *lanes, int16 keys) {
    lanes->second = max(lanes->second, min(lanes->first, keys));
    lanes->first = max(lanes->first, keys);
}

int key_of_group(LaneBests lanes) {
    int8 first8 = max(lanes.first.lo, lanes.first.hi);
    int8 second8 = max(min(lanes.first.lo, lanes.first.hi), max(lanes.second.lo, lanes.second.hi));
    int4 first4 = max(first8.lo, first8.hi);
    int4 second4 = max(min(first8.lo, first8.hi), max(second8.lo, second8.hi));
    int2 first2 = max(first4.lo, first4.hi);
    int2 second2 = max(min(first4.lo, first4.hi), max(second4.lo, second4.hi));
    return group_key(
        ONLY_BEST_COUNTS, max(first2.lo, first2.hi), max(min(first2.lo, first2.hi), max(second2.lo, second2.hi)));
}

int key_of_small_group(const int *keys) {
    int best = CLOSED;
    int second = CLOSED;
    for (int i = 0; i < GROUP_SIZE; i++) {
        second = max(second, min(best, keys[i]));
        best = max(best, keys[i]);
    }
    return group_key(ONLY_BEST_COUNTS, best, second);
}

// a group is open where fewer than TOPK_GROUP others come before it
bool is_open(const int *groups, int group) {
    int before = 0;
    for (int other = 0; other < NUM_EXPERT_GROUP; other++) {
        before += groups[other] > groups[group] || (groups[other] == groups[group] && other < group);
    }
    return before < TOPK_GROUP;
}

#define EXCHANGE(swapped, takes_greater) \
    other = lanes.swapped;               \
    lanes = (int16)takes_greater ? max(lanes, other) : min(lanes, other);

// a bitonic network; the best comes first
int16 sorted(int16 lanes) {
    int16 other;
    EXCHANGE(s1032547698badcfe, (-1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0, -1))
    EXCHANGE(s23016745ab89efcd, (-1, -1, 0, 0, 0, 0, -1, -1, -1, -1, 0, 0, 0, 0, -1, -1))
    EXCHANGE(s1032547698badcfe, (-1, 0, -1, 0, 0, -1, 0, -1, -1, 0, -1, 0, 0, -1, 0, -1))
    EXCHANGE(s45670123cdef89ab, (-1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1))
    EXCHANGE(s23016745ab89efcd, (-1, -1, 0, 0, -1, -1, 0, 0, 0, 0, -1, -1, 0, 0, -1, -1))
    EXCHANGE(s1032547698badcfe, (-1, 0, -1, 0, -1, 0, -1, 0, 0, -1, 0, -1, 0, -1, 0, -1))
    EXCHANGE(s89abcdef01234567, (-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0))
    EXCHANGE(s45670123cdef89ab, (-1, -1, -1, -1, 0, 0, 0, 0, -1, -1, -1, -1, 0, 0, 0, 0))
    EXCHANGE(s23016745ab89efcd, (-1, -1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0))
    EXCHANGE(s1032547698badcfe, (-1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0))
    return lanes;
}

int element(int16 lanes, int index) {
    return ((const int *)&lanes)[index];
}

// The lanes' bests are different experts: if the ROUTED best of these are at least this, so are the ROUTED best of all.
int lower_bound(LaneBests lanes) {
    if (ROUTED > 2 * WIDTH) {
        return CLOSED;
    }
    int16 first = sorted(lanes.first);
    if (ROUTED <= WIDTH / 2) {
        return element(first, (ROUTED - 1) % WIDTH);
    }
    // the 16 best and the 16 least of two sorted lists, from where these cross
    int16 second = sorted(lanes.second).sfedcba9876543210;
    return element(sorted(ROUTED <= WIDTH ? max(first, second) : min(first, second)), (ROUTED - 1) % WIDTH);
}

// Experts that may be chosen, in rising order.
#define MOST_CANDIDATES 64

typedef struct {
    int16 keys[MOST_CANDIDATES / WIDTH];
    int ids[MOST_CANDIDATES];
} Candidates;

// The chosen experts, best first; what ranks behind them does not matter.
#define CHOSEN_ROOM (ROUTED > MOST_CANDIDATES ? ROUTED : MOST_CANDIDATES)

typedef struct {
    int keys[CHOSEN_ROOM];
    int ids[CHOSEN_ROOM];
} Chosen;

// a bit for each of sixteen comparisons
ulong bits_of(int16 comparison) {
    // a byte each, of which byte i keeps bit i; the products' top bytes are the sums of all bytes
    ulong2 bytes = as_ulong2(convert_char16(comparison)) & 0x8040201008040201ul;
    ulong2 sums = bytes * 0x0101010101010101ul;
    return sums.lo >> 56 | sums.hi >> 56 << 8;
}

// Adds up to 64 experts that reach the bound to the candidates, and returns how many there are then.
int collect(Candidates *candidates, int count, const int16 *keys, int vectors, int first_id, int bound) {
    ulong left = 0;
    for (int i = 0; i < vectors; i++) {
        left |= bits_of(keys[i] >= bound) << (i * WIDTH);
    }
    if (count + popcount(left) > MOST_CANDIDATES) {
        return MOST_CANDIDATES + 1;
    }
    while (left != 0) {
        ulong lowest = left & -left;
        int at = 63 - (int)clz(lowest);
        left ^= lowest;
        ((int *)candidates->keys)[count] = ((const int *)keys)[at];
        candidates->ids[count] = first_id + at;
        count++;
    }
    return count;
}

// An expert's place is the number of those before it.
void rank(const Candidates *candidates, int count, Chosen *chosen) {
    for (int first = 0; first < count; first += WIDTH) {
        int16 keys = candidates->keys[first / WIDTH];
        int16 indices = LANE_INDEX + first;
        int16 places = 0;
        for (int other = 0; other < count; other++) {
            int16 other_key = ((const int *)candidates->keys)[other];
            // a comparison that holds is −1
            places -= (other_key > keys) | ((other_key == keys) & (other < indices));
        }
        for (int lane = 0; lane < WIDTH && first + lane < count; lane++) {
            int place = ((const int *)&places)[lane];
            chosen->keys[place] = ((const int *)&keys)[lane];
            chosen->ids[place] = candidates->ids[first + lane];
        }
    }
}

// For rows with more candidates, as where many are equal: a list kept in order, whose last raises the bound once it is full.
void insert_above(Chosen *chosen, int *count, int *limit, int key, int id) {
    if (key <= *limit) {
        return;
    }
    int at = *count < ROUTED ? (*count)++ : ROUTED - 1;
    // experts come in rising order, so one that equals another comes after it
    for (; at > 0 && key > chosen->keys[at - 1]; at--) {
        chosen->keys[at] = chosen->keys[at - 1];
        chosen->ids[at] = chosen->ids[at - 1];
    }
    chosen->keys[at] = key;
    chosen->ids[at] = id;
    if (*count == ROUTED) {
        *limit = max(*limit, chosen->keys[ROUTED - 1]);
    }
}

void choose(const int16 *keys, const int *open_runs, int bound, Chosen *chosen) {
    Candidates candidates;
    int count = 0;
    for (int j = 0; j < OPEN_RUNS; j++) {
        int run = open_runs[j];
        for (int i = 0; count <= MOST_CANDIDATES && i < RUN_VECTORS; i += 4) {
            const int16 *block = keys + run * RUN_VECTORS + i;
            count = collect(&candidates, count, block, min(4, RUN_VECTORS - i), run * RUN_EXPERTS + i * WIDTH, bound);
        }
    }
    if (count <= MOST_CANDIDATES) {
        rank(&candidates, count, chosen);
        return;
    }
    count = 0;
    int limit = bound == CLOSED ? CLOSED : bound - 1;
    for (int j = 0; j < OPEN_RUNS; j++) {
        int run = open_runs[j];
        for (int i = 0; i < RUN_EXPERTS; i++) {
            int key = ((const int *)(keys + run * RUN_VECTORS))[i];
            insert_above(chosen, &count, &limit, key, run * RUN_EXPERTS + i);
        }
    }
}

void route_row(
    const Gate gate,
    __global const uchar *logits,
    long at,
    const float16 *bias,
    __global int *ids,
    __global float *weights) {
    float16 scores[PADDED_VECTORS];
    score_row(logits, at, load_tail(LOGITS_DTYPE, logits, at, NUM_EXPERTS, -INFINITY), scores);

    int16 keys[RUNS * RUN_VECTORS];
    LaneBests run_lanes[RUNS];
    for (int run = 0; run < RUNS; run++) {
        LaneBests lanes = {CLOSED, CLOSED};
        for (int i = 0; i < RUN_VECTORS; i++) {
            int first = run * RUN_EXPERTS + i * WIDTH;
            float16 choices = load_from(scores, first);
            if (BIAS_DTYPE != ABSENT) {
                choices += load_from(bias, first);
            }
            int16 vector_keys = keys_of(choices);
            if (RUN_EXPERTS % WIDTH != 0 && i == RUN_VECTORS - 1) {
                vector_keys = LANE_INDEX < RUN_EXPERTS % WIDTH ? vector_keys : CLOSED;
            }
            keys[run * RUN_VECTORS + i] = vector_keys;
            add_to_lanes(&lanes, vector_keys);
        }
        run_lanes[run] = lanes;
    }

    // one place more, where runs that stay closed are written and never read
    int open_runs[OPEN_RUNS + 1];
    open_runs[0] = 0;
    if (GROUPS_CLOSE) {
        int groups[NUM_EXPERT_GROUP];
        for (int group = 0; group < NUM_EXPERT_GROUP; group++) {
            groups[group] = GROUPS_APART ? key_of_group(run_lanes[group % RUNS])
                                         : key_of_small_group((const int *)keys + group * GROUP_SIZE);
        }
        int open = 0;
        for (int group = 0; group < NUM_EXPERT_GROUP; group++) {
            bool group_open = is_open(groups, group);
            if (GROUPS_APART) {
                open_runs[open] = group;
                open += group_open;
            } else if (!group_open) {
                for (int i = group * GROUP_SIZE; i < (group + 1) * GROUP_SIZE; i++) {
                    ((int *)keys)[i] = CLOSED;
                }
            }
        }
    }

    LaneBests lanes = {CLOSED, CLOSED};
    if (GROUPS_MIXED) {
        for (int i = 0; i < RUN_VECTORS; i++) {
            add_to_lanes(&lanes, keys[i]);
        }
    } else {
        for (int j = 0; j < OPEN_RUNS; j++) {
            add_to_lanes(&lanes, run_lanes[open_runs[j]].second);
            add_to_lanes(&lanes, run_lanes[open_runs[j]].first);
        }
    }

    Chosen chosen;
    choose(keys, open_runs, lower_bound(lanes), &chosen);

    float chosen_scores[ROUTED];
    float total = 0.0f;
    for (int column = 0; column < ROUTED; column++) {
        float weight = chosen.keys[column] == MASKED ? 0.0f : ((const float *)scores)[chosen.ids[column]];
        chosen_scores[column] = weight;
        total += weight;
    }
    for (int column = 0; column < ROUTED; column++) {
        ids[column] = chosen.ids[column];
        weights[column] = finish_weight(gate, chosen_scores[column], total);
    }
    for (int column = ROUTED; column < TOPK; column++) {
        ids[column] = NUM_EXPERTS + column - ROUTED;
        weights[column] = shared_expert_weight(gate, total);
    }
}

__kernel __attribute__((reqd_work_group_size(1, 1, 1)))
void route(BATCH) {
    const Gate gate = GATE;
    float16 wide_bias[PADDED_VECTORS];
    if (BIAS_DTYPE != ABSENT) {
        for (int i = 0; i < NUM_EXPERTS / WIDTH; i++) {
            wide_bias[i] = load_elements(BIAS_DTYPE, bias, bias_at + i * WIDTH);
        }
        wide_bias[NUM_EXPERTS / WIDTH] = load_tail(BIAS_DTYPE, bias, bias_at, NUM_EXPERTS, 0.0f);
    }
    // an equal share of the rows, side by side
    long begin = num_tokens * (long)get_global_id(0) / get_global_size(0);
    long end = num_tokens * (long)(get_global_id(0) + 1) / get_global_size(0);
    for (long token = begin; token < end; token++) {
        __global int *ids = topk_ids + topk_ids_at + token * TOPK;
        __global float *weights = topk_weights + topk_weights_at + token * TOPK;
        if (token < num_token_non_padded) {
            route_row(gate, logits, logits_at + token * logits_row_stride, wide_bias, ids, weights);
        } else {
            for (int column = 0; column < TOPK; column++) {
                ids[column] = -1;
                weights[column] = 0.0f;
            }
        }
    }
}
