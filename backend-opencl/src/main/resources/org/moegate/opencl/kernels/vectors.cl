// For CPUs, built for one gate: each work-item takes whole rows, sixteen experts at a time in vectors, without a barrier.
//
// A bound below the last expert that will be chosen comes from the best of each vector lane; what reaches it, a dozen experts
// as a rule, is sorted into a list, which raises the bound as it fills.

#define WIDTH 16
#define GROUP_SIZE (NUM_EXPERTS / NUM_EXPERT_GROUP)
#define ROUTED (TOPK - NUM_FUSED_SHARED_EXPERTS)
#define VECTORS_OF(count) (((count) + WIDTH - 1) / WIDTH)

// Groups that fill vectors start with a vector of their own; smaller ones lie side by side, as experts without groups do.
#define GROUPS_CLOSE (TOPK_GROUP < NUM_EXPERT_GROUP)
#define GROUPS_APART (GROUPS_CLOSE && GROUP_SIZE >= WIDTH)
#define RUNS (GROUPS_APART ? NUM_EXPERT_GROUP : 1)
#define RUN_EXPERTS (NUM_EXPERTS / RUNS)
#define RUN_VECTORS VECTORS_OF(RUN_EXPERTS)

// Loads of a run's last vector reach past the run.
#define PADDED_EXPERTS (VECTORS_OF(NUM_EXPERTS) * WIDTH + WIDTH)

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

// count elements, then as many of the filler as make up whole vectors
void load_padded(int dtype, __global const uchar *elements, long at, int count, float filler, float *to) {
    for (int i = 0; i < count / WIDTH; i++) {
        vstore16(load_elements(dtype, elements, at + i * WIDTH), i, to);
    }
    for (int i = count / WIDTH * WIDTH; i < VECTORS_OF(count) * WIDTH; i++) {
        to[i] = i < count ? load_element(dtype, elements, at + i) : filler;
    }
}

float16 next_logits(__global const uchar *logits, long at, int vector, const float *tail) {
    return vector < NUM_EXPERTS / WIDTH ? load_elements(LOGITS_DTYPE, logits, at + vector * WIDTH) : vload16(0, tail);
}

#if SCORING_FUNC == SOFTMAX

float horizontal_max(float16 x) {
    float8 m8 = x.lo > x.hi ? x.lo : x.hi;
    float4 m4 = m8.lo > m8.hi ? m8.lo : m8.hi;
    float2 m2 = m4.lo > m4.hi ? m4.lo : m4.hi;
    return m2.lo > m2.hi ? m2.lo : m2.hi;
}

void score_row(__global const uchar *logits, long at, const float *tail, float *scores) {
    float16 lane_max = -INFINITY;
    for (int i = 0; i < VECTORS_OF(NUM_EXPERTS); i++) {
        float16 x = next_logits(logits, at, i, tail);
        lane_max = x > lane_max ? x : lane_max;
    }
    float row_max = horizontal_max(lane_max);
    // 32 partial sums are two vectors; behind the row's end 0 is added, which changes nothing
    float16 sums[2] = {0.0f, 0.0f};
    for (int i = 0; i < VECTORS_OF(NUM_EXPERTS); i++) {
        float16 e = exp_of_nonpositive(next_logits(logits, at, i, tail) - row_max);
        if (NUM_EXPERTS % WIDTH != 0 && i == NUM_EXPERTS / WIDTH) {
            e = LANE_INDEX < NUM_EXPERTS % WIDTH ? e : 0.0f;
        }
        vstore16(e, i, scores);
        sums[i % 2] += e;
    }
    float16 s16 = sums[0] + sums[1];
    float8 s8 = s16.lo + s16.hi;
    float4 s4 = s8.lo + s8.hi;
    float2 s2 = s4.lo + s4.hi;
    float reciprocal = 1.0f / (s2.lo + s2.hi);
    for (int i = 0; i < VECTORS_OF(NUM_EXPERTS); i++) {
        vstore16(vload16(i, scores) * reciprocal, i, scores);
    }
}

#else

void score_row(__global const uchar *logits, long at, const float *tail, float *scores) {
    for (int i = 0; i < VECTORS_OF(NUM_EXPERTS); i++) {
        float16 x = next_logits(logits, at, i, tail);
        vstore16(SCORING_FUNC == SIGMOID ? sigmoid(x) : sqrt_softplus(x), i, scores);
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

int key_of_group(const Gate gate, LaneBests lanes) {
    int8 first8 = max(lanes.first.lo, lanes.first.hi);
    int8 second8 = max(min(lanes.first.lo, lanes.first.hi), max(lanes.second.lo, lanes.second.hi));
    int4 first4 = max(first8.lo, first8.hi);
    int4 second4 = max(min(first8.lo, first8.hi), max(second8.lo, second8.hi));
    int2 first2 = max(first4.lo, first4.hi);
    int2 second2 = max(min(first4.lo, first4.hi), max(second4.lo, second4.hi));
    return group_key(
        gate, max(first2.lo, first2.hi), max(min(first2.lo, first2.hi), max(second2.lo, second2.hi)));
}

int key_of_small_group(const Gate gate, const int *keys) {
    int best = CLOSED;
    int second = CLOSED;
    for (int i = 0; i < GROUP_SIZE; i++) {
        second = max(second, min(best, keys[i]));
        best = max(best, keys[i]);
    }
    return group_key(gate, best, second);
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

// Every lane's best are different experts: if the ROUTED best of these are at least this, so are the ROUTED best of all.
int lower_bound(LaneBests lanes) {
    int lane_bests[WIDTH];
    if (ROUTED <= WIDTH) {
        vstore16(sorted(lanes.first), 0, lane_bests);
        return lane_bests[(ROUTED - 1) % WIDTH];
    }
    if (ROUTED <= 2 * WIDTH) {
        vstore16(sorted(lanes.second), 0, lane_bests);
        return lane_bests[WIDTH - 1];
    }
    return CLOSED;
}

// The chosen experts, best first.
typedef struct {
    int count;
    int keys[ROUTED];
    int ids[ROUTED];
} Chosen;

// Experts come in rising order, so one that equals another comes after it.
void insert(Chosen *chosen, int key, int id) {
    int at = chosen->count < ROUTED ? chosen->count++ : ROUTED - 1;
    for (; at > 0 && key > chosen->keys[at - 1]; at--) {
        chosen->keys[at] = chosen->keys[at - 1];
        chosen->ids[at] = chosen->ids[at - 1];
    }
    chosen->keys[at] = key;
    chosen->ids[at] = id;
}

// keys above the limit only; the limit rises with the last of a full list
int insert_vector(Chosen *chosen, int16 keys, int first_id, int limit) {
    char16 above = convert_char16(keys > limit);
    ulong2 bytes = as_ulong2(above);
    if ((bytes.lo | bytes.hi) == 0) {
        return limit;
    }
    int lanes[WIDTH];
    vstore16(keys, 0, lanes);
    for (int half_vector = 0; half_vector < 2; half_vector++) {
        ulong left = half_vector == 0 ? bytes.lo : bytes.hi;
        while (left != 0) {
            int byte = (63 - clz(left & -left)) / 8;
            left &= ~(0xfful << (byte * 8));
            int lane = half_vector * 8 + byte;
            if (lanes[lane] > limit) {
                insert(chosen, lanes[lane], first_id + lane);
                if (chosen->count == ROUTED) {
                    limit = max(limit, chosen->keys[ROUTED - 1]);
                }
            }
        }
    }
    return limit;
}

void route_row(
    const Gate gate,
    __global const uchar *logits,
    long at,
    const float *bias,
    __global int *ids,
    __global float *weights) {
    float tail[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
        int expert = NUM_EXPERTS / WIDTH * WIDTH + i;
        tail[i] = expert < NUM_EXPERTS ? load_element(LOGITS_DTYPE, logits, at + expert) : -INFINITY;
    }
    float scores[PADDED_EXPERTS];
    score_row(logits, at, tail, scores);

    int keys[RUNS * RUN_VECTORS * WIDTH];
    LaneBests run_lanes[RUNS];
    for (int run = 0; run < RUNS; run++) {
        LaneBests lanes = {CLOSED, CLOSED};
        for (int i = 0; i < RUN_VECTORS; i++) {
            int first = run * RUN_EXPERTS + i * WIDTH;
            float16 choices = vload16(0, scores + first);
            if (BIAS_DTYPE != ABSENT) {
                choices += vload16(0, bias + first);
            }
            int16 vector_keys = keys_of(choices);
            if (RUN_EXPERTS % WIDTH != 0 && i == RUN_VECTORS - 1) {
                vector_keys = LANE_INDEX < RUN_EXPERTS % WIDTH ? vector_keys : CLOSED;
            }
            vstore16(vector_keys, run * RUN_VECTORS + i, keys);
            add_to_lanes(&lanes, vector_keys);
        }
        run_lanes[run] = lanes;
    }

    bool open[RUNS];
    open[0] = true;
    if (GROUPS_CLOSE) {
        int groups[NUM_EXPERT_GROUP];
        for (int group = 0; group < NUM_EXPERT_GROUP; group++) {
            groups[group] =
                GROUPS_APART ? key_of_group(gate, run_lanes[group % RUNS]) : key_of_small_group(gate, keys + group * GROUP_SIZE);
        }
        for (int group = 0; group < NUM_EXPERT_GROUP; group++) {
            bool group_open = is_open(groups, group);
            if (GROUPS_APART) {
                open[group % RUNS] = group_open;
            } else if (!group_open) {
                for (int i = group * GROUP_SIZE; i < (group + 1) * GROUP_SIZE; i++) {
                    keys[i] = CLOSED;
                }
            }
        }
    }

    LaneBests lanes = {CLOSED, CLOSED};
    for (int run = 0; run < RUNS; run++) {
        if (GROUPS_CLOSE && !GROUPS_APART) {
            for (int i = 0; i < RUN_VECTORS; i++) {
                add_to_lanes(&lanes, vload16(i, keys));
            }
        } else if (open[run]) {
            add_to_lanes(&lanes, run_lanes[run].second);
            add_to_lanes(&lanes, run_lanes[run].first);
        }
    }
    int bound = lower_bound(lanes);
    int limit = bound == CLOSED ? CLOSED : bound - 1;

    Chosen chosen;
    chosen.count = 0;
    for (int run = 0; run < RUNS; run++) {
        for (int i = 0; open[run] && i < RUN_VECTORS; i++) {
            int16 vector_keys = vload16(run * RUN_VECTORS + i, keys);
            limit = insert_vector(&chosen, vector_keys, run * RUN_EXPERTS + i * WIDTH, limit);
        }
    }

    float chosen_scores[ROUTED];
    float total = 0.0f;
    for (int column = 0; column < ROUTED; column++) {
        float weight = chosen.keys[column] == MASKED ? 0.0f : scores[chosen.ids[column]];
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
void route(
    int num_tokens,
    int num_token_non_padded,
    __global const uchar *logits,
    long logits_at,
    long logits_row_stride,
    __global const uchar *bias,
    long bias_at,
    __global int *topk_ids,
    long topk_ids_at,
    __global float *topk_weights,
    long topk_weights_at) {
    const Gate gate = GATE;
    float padded_bias[PADDED_EXPERTS];
    if (BIAS_DTYPE != ABSENT) {
        load_padded(BIAS_DTYPE, bias, bias_at, NUM_EXPERTS, 0.0f, padded_bias);
    }
    // an equal share of the rows, side by side
    long begin = num_tokens * (long)get_global_id(0) / get_global_size(0);
    long end = num_tokens * (long)(get_global_id(0) + 1) / get_global_size(0);
    for (long token = begin; token < end; token++) {
        __global int *ids = topk_ids + topk_ids_at + token * TOPK;
        __global float *weights = topk_weights + topk_weights_at + token * TOPK;
        if (token < num_token_non_padded) {
            route_row(gate, logits, logits_at + token * logits_row_stride, padded_bias, ids, weights);
        } else {
            for (int column = 0; column < TOPK; column++) {
                ids[column] = -1;
                weights[column] = 0.0f;
            }
        }
    }
}
