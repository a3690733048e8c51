// Built for one gate: LANES lanes of a warp route a row, a whole warp or a part of one. A lane has KEYS experts that lie side by
// side, so that the order of lanes is the order of experts, and keeps their choices in registers.
//
// A bound below the last expert that will be chosen comes from the best of each lane. What reaches it, a dozen experts as a
// rule, goes to shared memory and is ranked there by comparing each with all.
//
// The gate's fields, LANES, KEYS, WARPS and SPLIT_WARPS are macros of the host's, and used in expressions only.

#define ALL_LANES 0xffffffffu
#define ROWS_IN_WARP (32 / LANES)

#define GROUP_SIZE (NUM_EXPERTS / NUM_EXPERT_GROUP)
#define GROUPS_CLOSE (TOPK_GROUP < NUM_EXPERT_GROUP)
#define ONLY_BEST_COUNTS (GROUP_SCORE_IS_MAX || GROUP_SIZE == 1)
#define ROUTED (TOPK - NUM_FUSED_SHARED_EXPERTS)

#define GATE                                \
    {NUM_EXPERTS,                           \
     NUM_EXPERT_GROUP,                      \
     TOPK_GROUP,                            \
     TOPK,                                  \
     NUM_FUSED_SHARED_EXPERTS,              \
     SCORING_FUNC,                          \
     GROUP_SCORE_IS_MAX,                    \
     RENORMALIZE,                           \
     APPLY_ROUTED_SCALING_FACTOR_ON_OUTPUT, \
     ROUTED_SCALING_FACTOR,                 \
     LOGITS_DTYPE,                          \
     BIAS_DTYPE}

// Each lane has experts of one group, so 1, 2, 4 ... lanes share it and can merge by exchanges.
#define LANES_IN_GROUP (GROUP_SIZE / KEYS)
#define GROUPS_FILL_LANES (LANES * KEYS == NUM_EXPERTS && GROUP_SIZE % KEYS == 0)

#define MOST_CANDIDATES 64
// As many as are usual.
#define CANDIDATES_A_LANE (3 * ROUTED <= LANES ? 1 : MOST_CANDIDATES / LANES)

// Warps wait for memory most of the time, so registers are shared out among many, and among fewer where lanes have much to keep.
#define WARPS_AT_ONCE (KEYS <= 5 && (LANES == 32 || LOGITS_DTYPE == F32) ? 64 : KEYS <= 8 ? 48 : KEYS <= 16 ? 40 : 24)
#define BLOCKS_AT_ONCE ((WARPS_AT_ONCE < MOST_WARPS_AT_ONCE ? WARPS_AT_ONCE : MOST_WARPS_AT_ONCE) / WARPS)

// Counts a column, in the upper half of a word.
#define A_COLUMN 0x10000

// of a thread, where all warps of a block score one row
#define THREAD_KEYS (KEYS / SPLIT_WARPS)

// in the place of logits that are none: weighs nothing in softmax, and is quick to score
#define BEHIND_THE_ROW (SCORING_FUNC == SOFTMAX ? MINUS_INFINITY : 0.0f)

// Lists are read by fours.
#define BY_FOURS(count) (((count) + 3) / 4 * 4)

// What a row keeps in shared memory, in words of four bytes; RowsLayout.java adds up the same.
#define SCORES_AT 0
#define CHOICES_AT BY_FOURS(LANES *KEYS)
#define CANDIDATE_CHOICES_AT (CHOICES_AT + BY_FOURS(LANES * KEYS))
#define CANDIDATE_IDS_AT (CANDIDATE_CHOICES_AT + MOST_CANDIDATES)
#define CHOSEN_WEIGHTS_AT (CANDIDATE_IDS_AT + MOST_CANDIDATES)
#define CHOSEN_IDS_AT (CHOSEN_WEIGHTS_AT + BY_FOURS(ROUTED))
#define GROUPS_AT (CHOSEN_IDS_AT + BY_FOURS(ROUTED))
#define ROW_WORDS (GROUPS_AT + (GROUPS_CLOSE && !GROUPS_FILL_LANES ? BY_FOURS(2 * NUM_EXPERT_GROUP) : 0))

struct Row {
    int token;
    // neither padding nor behind the batch's end
    bool is_routed;
    // of the row's lanes
    int lane;
    // of its first lane in the warp
    int first_lane;
    // the lane's first
    int first_expert;
    // every lane's, unbiased: what softmax divides by its sum is not divided here
    float *scores;
    float *choices;
    float *candidate_choices;
    int *candidate_ids;
    float *chosen_weights;
    int *chosen_ids;
    int *group_keys;
    int *group_is_open;
    // of softmax
    float reciprocal;
};

DEVICE Row row_of(void *memory, const Batch &batch, int token) {
    Row row;
    row.token = token;
    row.is_routed = token < batch.num_token_non_padded;
    row.lane = threadIdx.x % LANES;
    row.first_lane = threadIdx.x % 32 - row.lane;
    row.first_expert = row.lane * KEYS;
    int *words = static_cast<int *>(memory);
    row.scores = reinterpret_cast<float *>(words + SCORES_AT);
    row.choices = reinterpret_cast<float *>(words + CHOICES_AT);
    row.candidate_choices = reinterpret_cast<float *>(words + CANDIDATE_CHOICES_AT);
    row.candidate_ids = words + CANDIDATE_IDS_AT;
    row.chosen_weights = reinterpret_cast<float *>(words + CHOSEN_WEIGHTS_AT);
    row.chosen_ids = words + CHOSEN_IDS_AT;
    row.group_keys = words + GROUPS_AT;
    row.group_is_open = row.group_keys + NUM_EXPERT_GROUP;
    row.reciprocal = 1.0f;
    return row;
}

// ---------------------------------------------------------------- elements

// How many elements one load takes, if `count` of them lie side by side from `first` on and the row is aligned.
#define LOAD_WIDTH(dtype, count)                                        \
    ((count) * element_bytes(dtype) % 16 == 0   ? 16 / element_bytes(dtype) \
     : (count) * element_bytes(dtype) % 8 == 0 ? 8 / element_bytes(dtype)  \
                                               : 4 / element_bytes(dtype))

// A row's end may not fall into a load.
#define WIDE_LOADS_FIT(dtype, count) \
    ((count) * element_bytes(dtype) % 4 == 0 && NUM_EXPERTS % LOAD_WIDTH(dtype, count) == 0)

DEVICE void widen_words(int dtype, const int *words, int width, float *values) {
    #pragma unroll
    for (int i = 0; i < width; i++) {
        values[i] = dtype == F32 ? __int_as_float(words[i])
                                 : widen(dtype, (unsigned short)((unsigned)words[i / 2] >> (i % 2 * 16)));
    }
}

DEVICE void load_words(const void *from, int bytes, int *words) {
    if (bytes == 16) {
        int4 four = *static_cast<const int4 *>(from);
        words[0] = four.x;
        words[1] = four.y;
        words[2] = four.z;
        words[3] = four.w;
    } else if (bytes == 8) {
        int2 two = *static_cast<const int2 *>(from);
        words[0] = two.x;
        words[1] = two.y;
    } else {
        words[0] = *static_cast<const int *>(from);
    }
}

// `count` elements from `first` on, behind the row's end `filler`. All rows are aligned as `alignment` is: the first one's
// address and the bytes from one to the next in one number.
DEVICE void load_elements(
    int dtype, const void *row, unsigned long long alignment, int first, int count, float filler, float *values) {
    int width = LOAD_WIDTH(dtype, count);
    int bytes = width * element_bytes(dtype);
    if (WIDE_LOADS_FIT(dtype, count) && alignment % bytes == 0) {
        #pragma unroll
        for (int i = 0; i < count; i += width) {
            if (first + i < NUM_EXPERTS) {
                int words[4];
                load_words(static_cast<const char *>(row) + (first + i) * element_bytes(dtype), bytes, words);
                widen_words(dtype, words, width, values + i);
            } else {
                #pragma unroll
                for (int j = 0; j < width; j++) {
                    values[i + j] = filler;
                }
            }
        }
    } else {
        if (LANES == 32) {
            // makes this a branch of its own, where otherwise each of its loads would be an instruction of the other one too
            __syncwarp();
        }
        #pragma unroll
        for (int i = 0; i < count; i++) {
            values[i] = first + i < NUM_EXPERTS ? load_element(dtype, row, first + i) : filler;
        }
    }
}

DEVICE void load_logits(const Batch &batch, int token, int first, int count, float *values) {
    long long row_bytes = batch.logits_row_stride * element_bytes(LOGITS_DTYPE);
    const void *row = static_cast<const char *>(batch.logits) + token * row_bytes;
    unsigned long long alignment = reinterpret_cast<unsigned long long>(batch.logits) | row_bytes;
    load_elements(LOGITS_DTYPE, row, alignment, first, count, BEHIND_THE_ROW, values);
}

DEVICE void load_bias(const Batch &batch, const Row &row, float *bias) {
    if (BIAS_DTYPE != ABSENT) {
        unsigned long long alignment = reinterpret_cast<unsigned long long>(batch.bias);
        load_elements(BIAS_DTYPE, batch.bias, alignment, row.first_expert, KEYS, 0.0f, bias);
    }
}

// ---------------------------------------------------------------- scores

DEVICE void store_floats(float *to, const float *values, int count) {
    if (count % 4 == 0) {
        #pragma unroll
        for (int i = 0; i < count; i += 4) {
            float4 four = {values[i], values[i + 1], values[i + 2], values[i + 3]};
            *reinterpret_cast<float4 *>(to + i) = four;
        }
    } else {
        #pragma unroll
        for (int i = 0; i < count; i++) {
            to[i] = values[i];
        }
    }
}

DEVICE void load_floats(float *values, const float *from, int count) {
    if (count % 4 == 0) {
        #pragma unroll
        for (int i = 0; i < count; i += 4) {
            float4 four = *reinterpret_cast<const float4 *>(from + i);
            values[i] = four.x;
            values[i + 1] = four.y;
            values[i + 2] = four.z;
            values[i + 3] = four.w;
        }
    } else {
        #pragma unroll
        for (int i = 0; i < count; i++) {
            values[i] = from[i];
        }
    }
}

// Logits in, scores out. `own` is room for as many in shared memory.
DEVICE void score_elements(float max, int count, float *values, float *own) {
    if (SCORING_FUNC == SOFTMAX) {
        #pragma unroll
        for (int i = 0; i < count; i++) {
            values[i] = exp_of_nonpositive(values[i] - max);
        }
    } else if (SCORING_FUNC == SQRTSOFTPLUS) {
        #pragma unroll
        for (int i = 0; i < count; i++) {
            values[i] = sqrt_softplus(values[i]);
        }
    } else {
        float farthest = fabsf(values[0]);
        #pragma unroll
        for (int i = 1; i < count; i++) {
            farthest = fmaxf(farthest, fabsf(values[i]));
        }
        if (farthest > SIGMOID_USUAL) {
            // rare, so one copy of the code does, which cannot go through registers
            store_floats(own, values, count);
            #pragma unroll 1
            for (int i = 0; i < count; i++) {
                own[i] = sigmoid(own[i]);
            }
            load_floats(values, own, count);
        } else {
            #pragma unroll
            for (int i = 0; i < count; i++) {
                values[i] = usual_sigmoid(values[i]);
            }
        }
    }
}

// The least of as many different values as are asked for, the greatest there are.
DEVICE int last_of_best(int value, int count) {
    int last = CLOSED;
    #pragma unroll
    for (int i = 0; i < count; i++) {
        last = warp_max(value);
        value = value == last ? CLOSED : value;
    }
    return last;
}

DEVICE int row_max(int value) {
    if (LANES == 32) {
        return warp_max(value);
    }
    #pragma unroll
    for (int distance = LANES / 2; distance > 0; distance /= 2) {
        value = max(value, __shfl_xor_sync(ALL_LANES, value, distance));
    }
    return value;
}

DEVICE int row_sum(int value) {
    if (LANES == 32) {
        return warp_sum(value);
    }
    #pragma unroll
    for (int distance = LANES / 2; distance > 0; distance /= 2) {
        value += __shfl_xor_sync(ALL_LANES, value, distance);
    }
    return value;
}

// Whether it holds for all rows of the warp; a row's lanes agree.
DEVICE bool all_rows(bool holds) {
    return LANES == 32 ? holds : __all_sync(ALL_LANES, holds);
}

// of a warp's votes those of the row's lanes, its first in bit 0
DEVICE unsigned own_votes(const Row &row, unsigned votes) {
    return LANES == 32 ? votes : (votes >> row.first_lane) & ((1u << LANES % 32) - 1);
}

// of the lane's experts those whose bit is set
DEVICE float best_of(const float *choices, unsigned open) {
    float best = NOT_A_NUMBER;
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        best = fmaxf(best, open >> i & 1 ? choices[i] : NOT_A_NUMBER);
    }
    return best;
}

DEVICE float greatest(const float *values, int count) {
    float result = values[0];
    #pragma unroll
    for (int i = 1; i < count; i++) {
        result = fmaxf(result, values[i]);
    }
    return result;
}

// One over the sum of all scores in shared memory: partial sums, lane after lane, then the upper half added to the lower one
// until one is left. All lanes come to the same bits, as addition commutes.
DEVICE float reciprocal_of_sum(const Row &row) {
    float sums[ROWS_IN_WARP];
    #pragma unroll
    for (int part = 0; part < ROWS_IN_WARP; part++) {
        sums[part] = 0.0f;
        for (int i = part * LANES + row.lane; i < NUM_EXPERTS; i += PARTIAL_SUMS) {
            sums[part] += row.scores[i];
        }
    }
    #pragma unroll
    for (int half = ROWS_IN_WARP / 2; half > 0; half /= 2) {
        #pragma unroll
        for (int part = 0; part < half; part++) {
            sums[part] += sums[part + half];
        }
    }
    float sum = sums[0];
    #pragma unroll
    for (int distance = LANES / 2; distance > 0; distance /= 2) {
        sum += __shfl_xor_sync(ALL_LANES, sum, distance);
    }
    return 1.0f / sum;
}

// ---------------------------------------------------------------- groups

template <typename Key>
DEVICE bool comes_before(Key key, int at, Key other_key, int other_at) {
    return key > other_key || (key == other_key && at < other_at);
}

// how many of four are greater
DEVICE int count_greater(int count, const float *four, float value) {
    float4 others = *reinterpret_cast<const float4 *>(four);
    count = count_if_greater(count, others.x, value);
    count = count_if_greater(count, others.y, value);
    count = count_if_greater(count, others.z, value);
    return count_if_greater(count, others.w, value);
}

// The best and the second best choice; a NaN is neither.
struct BestTwo {
    float best;
    float second;
};

DEVICE BestTwo best_two(const float *choices) {
    BestTwo two = {choices[0], MINUS_INFINITY};
    #pragma unroll
    for (int i = 1; i < KEYS; i++) {
        two.second = fmaxf(two.second, min_or_nan(two.best, choices[i]));
        two.best = fmaxf(two.best, choices[i]);
    }
    return two;
}

// the score of the lane's group, for all lanes of the group
DEVICE int own_group_key(BestTwo two) {
    float best = fmaxf(two.best, MINUS_INFINITY);
    float second = two.second;
    #pragma unroll
    for (int distance = 1; distance < LANES_IN_GROUP; distance *= 2) {
        float other_best = __shfl_xor_sync(ALL_LANES, best, distance);
        float other_second = __shfl_xor_sync(ALL_LANES, second, distance);
        second = fmaxf(fminf(best, other_best), fmaxf(second, other_second));
        best = fmaxf(best, other_best);
    }
    return key_of(ONLY_BEST_COUNTS ? best : best + second);
}

// Whether the lane's group stays open: by the TOPK_GROUP-th best score, or where groups tie there, by the number of those before.
DEVICE bool own_group_is_open(const Row &row, BestTwo two, bool by_counting) {
    int key = own_group_key(two);
    if (LANES == 32 && !by_counting) {
        bool open = key >= last_of_best(key, TOPK_GROUP);
        if (__popc(__ballot_sync(ALL_LANES, open)) == TOPK_GROUP * LANES_IN_GROUP) {
            return open;
        }
    }
    int group = row.lane / LANES_IN_GROUP;
    int before = 0;
    #pragma unroll
    for (int other = 0; other < NUM_EXPERT_GROUP; other++) {
        int other_key = __shfl_sync(ALL_LANES, key, row.first_lane + other * LANES_IN_GROUP);
        before += comes_before(other_key, other, key, group);
    }
    return before < TOPK_GROUP;
}

// the lane's open experts, one a bit, by the choices in shared memory, where groups lie across lanes
DEVICE unsigned open_experts(const Row &row) {
    for (int group = row.lane; group < NUM_EXPERT_GROUP; group += LANES) {
        int best = CLOSED;
        int second = CLOSED;
        for (int i = group * GROUP_SIZE; i < (group + 1) * GROUP_SIZE; i++) {
            int key = key_of(row.choices[i]);
            second = max(second, min(best, key));
            best = max(best, key);
        }
        row.group_keys[group] = group_key(ONLY_BEST_COUNTS, best, second);
    }
    __syncwarp();
    for (int group = row.lane; group < NUM_EXPERT_GROUP; group += LANES) {
        int before = 0;
        for (int other = 0; other < NUM_EXPERT_GROUP; other++) {
            before += comes_before(row.group_keys[other], other, row.group_keys[group], group);
        }
        row.group_is_open[group] = before < TOPK_GROUP;
    }
    __syncwarp();
    unsigned open = 0;
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        int expert = row.first_expert + i;
        if (expert < NUM_EXPERTS && row.group_is_open[expert / GROUP_SIZE]) {
            open |= 1u << i;
        }
    }
    return open;
}

// ---------------------------------------------------------------- experts

// The lanes' bests are different experts: if the ROUTED best of these are at least this, so are the ROUTED best of all. Where
// too few lanes have a finite one, the least finite choice. To count those before takes a lone warp less time than to take the
// greatest ROUTED times, and many warps more.
DEVICE float lower_bound(const Row &row, float lane_best, bool by_counting) {
    int bound = MASKED;
    if (ROUTED <= LANES) {
        lane_best = fmaxf(lane_best, MINUS_INFINITY);
        int key = key_of(lane_best);
        if (LANES == 32 && !by_counting) {
            // lanes that tie make the bound lower than it could be
            bound = last_of_best(key, ROUTED);
        } else {
            float *bests = reinterpret_cast<float *>(row.candidate_ids);
            bests[row.lane] = lane_best;
            __syncwarp();
            int before = 0;
            #pragma unroll
            for (int i = 0; i < LANES; i += 4) {
                before = count_greater(before, bests + i, lane_best);
            }
            // ~ turns the order round
            bound = ~row_max(before < ROUTED ? ~key : CLOSED);
            __syncwarp();
        }
    }
    return choice_of(max(bound, MASKED + 1));
}

// Writes the experts of the lane that are candidates, one a bit, to the row's list, as far as there is room. Returns how many
// the row has, or some more than there is room for. Lanes write one after the other in turns, for few have more than one.
DEVICE int collect(const Row &row, unsigned candidates) {
    const float *choices = row.choices + row.first_expert;
    int count = 0;
    unsigned votes = __ballot_sync(ALL_LANES, candidates != 0);
    while (votes != 0) {
        unsigned lanes = own_votes(row, votes);
        int at = count + __popc(lanes & ((1u << row.lane) - 1));
        count += __popc(lanes);
        if (candidates != 0) {
            int i = 31 - __clz(candidates);
            candidates ^= 1u << i;
            if (at < MOST_CANDIDATES) {
                row.candidate_choices[at] = choices[i];
                row.candidate_ids[at] = row.first_expert + i;
            }
        }
        votes = __ballot_sync(ALL_LANES, candidates != 0);
    }
    return count;
}

// The list is read by fours, so what is behind its end must come before nothing.
DEVICE void clear_candidates(const Row &row) {
    #pragma unroll
    for (int i = 0; i < MOST_CANDIDATES; i += LANES) {
        row.candidate_choices[i + row.lane] = NOT_A_NUMBER;
    }
}

DEVICE void choose(const Row &row, int column, int expert) {
    row.chosen_ids[column] = expert;
    row.chosen_weights[column] = SCORING_FUNC == SOFTMAX ? row.scores[expert] * row.reciprocal : row.scores[expert];
}

// Gives each lane's candidates their columns: how many are greater. Where some are equal, which is rare, that is no answer, and
// false is returned; nothing is written.
DEVICE bool rank_distinct(const Row &row, int count, int *columns) {
    int given = 0;
    #pragma unroll
    for (int i = 0; i < CANDIDATES_A_LANE; i++) {
        int candidate = i * LANES + row.lane;
        columns[i] = ROUTED;
        if (candidate < count) {
            float choice = row.candidate_choices[candidate];
            int column = 0;
            for (int other = 0; other < count; other += 4) {
                column = count_greater(column, row.candidate_choices + other, choice);
            }
            columns[i] = column;
            // how many, and behind that the sum of their columns
            given += column < ROUTED ? A_COLUMN + column : 0;
        }
    }
    // equal ones share a column: either more are given or their sum is less
    return row_sum(given) == ROUTED * A_COLUMN + ROUTED * (ROUTED - 1) / 2;
}

DEVICE void choose_ranked(const Row &row, const int *columns) {
    #pragma unroll
    for (int i = 0; i < CANDIDATES_A_LANE; i++) {
        if (columns[i] < ROUTED) {
            choose(row, columns[i], row.candidate_ids[i * LANES + row.lane]);
        }
    }
}

// The same for any candidates, of which the lower expert comes before an equal one.
DEVICE void choose_with_ties(const Row &row, int count) {
    for (int i = row.lane; i < count; i += LANES) {
        int column = 0;
        for (int other = 0; other < count; other++) {
            column += comes_before(
                row.candidate_choices[other], row.candidate_ids[other], row.candidate_choices[i], row.candidate_ids[i]);
        }
        if (column < ROUTED) {
            choose(row, column, row.candidate_ids[i]);
        }
    }
}

// For rows with too many candidates, as where many are equal, or with too few finite choices: one column after the other, the
// greatest key of all lanes and the lowest expert that has it.
DEVICE void choose_one_by_one(const Row &row, unsigned open) {
    int *keys = reinterpret_cast<int *>(row.choices) + row.first_expert;
    for (int i = 0; i < KEYS; i++) {
        bool is_open = row.first_expert + i < NUM_EXPERTS && (open >> i & 1);
        keys[i] = is_open ? key_of(row.choices[row.first_expert + i]) : CLOSED;
    }
    for (int column = 0; column < ROUTED; column++) {
        int lane_best = CLOSED;
        int at = 0;
        for (int i = 0; i < KEYS; i++) {
            if (keys[i] > lane_best) {
                lane_best = keys[i];
                at = i;
            }
        }
        int best = row_max(lane_best);
        int winner = __ffs(own_votes(row, __ballot_sync(ALL_LANES, lane_best == best))) - 1;
        if (row.lane == winner) {
            choose(row, column, row.first_expert + at);
            if (best == MASKED) {
                row.chosen_weights[column] = 0.0f;
            }
            keys[at] = CLOSED;
        }
    }
}

// ---------------------------------------------------------------- a row

// Fills the columns of routed experts. All choices are in registers and in shared memory.
DEVICE void choose_experts(const Row &row, const float *choices, bool by_counting) {
    unsigned open = ~0u;
    float lane_best;
    if (GROUPS_CLOSE && !GROUPS_FILL_LANES) {
        __syncwarp();
        open = open_experts(row);
        lane_best = best_of(choices, open);
    } else {
        BestTwo two = best_two(choices);
        lane_best = two.best;
        if (GROUPS_CLOSE && !own_group_is_open(row, two, by_counting)) {
            open = 0;
            lane_best = NOT_A_NUMBER;
        }
    }
    float bound = lower_bound(row, lane_best, by_counting);
    unsigned candidates = 0;
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        candidates |= choices[i] >= bound ? 1u << i : 0;
    }
    int count = collect(row, row.is_routed ? candidates & open : 0);
    __syncwarp();
    if (all_rows(!row.is_routed || (count >= ROUTED && count <= MOST_CANDIDATES))) {
        int columns[CANDIDATES_A_LANE];
        if (all_rows(count <= CANDIDATES_A_LANE * LANES) &&
            all_rows(rank_distinct(row, count, columns) || !row.is_routed)) {
            choose_ranked(row, columns);
        } else {
            choose_with_ties(row, count);
        }
    } else {
        choose_one_by_one(row, open);
    }
    __syncwarp();
}

DEVICE void write_row(const Batch &batch, const Row &row) {
    const Gate gate = GATE;
    float total = 0.0f;
    #pragma unroll
    for (int column = 0; column < ROUTED; column++) {
        total += row.chosen_weights[column];
    }
    int *ids = batch.topk_ids + (long long)row.token * TOPK;
    float *weights = batch.topk_weights + (long long)row.token * TOPK;
    for (int column = row.lane; column < TOPK; column += LANES) {
        bool routed = column < ROUTED;
        ids[column] = routed ? row.chosen_ids[column] : NUM_EXPERTS + column - ROUTED;
        weights[column] =
            routed ? finish_weight(gate, row.chosen_weights[column], total) : shared_expert_weight(gate, total);
    }
}

DEVICE void write_padding(const Batch &batch, const Row &row) {
    for (int column = row.lane; column < TOPK; column += LANES) {
        batch.topk_ids[(long long)row.token * TOPK + column] = -1;
        batch.topk_weights[(long long)row.token * TOPK + column] = 0.0f;
    }
}

// From the scores of the lane's experts, with those of all in shared memory, to the row's results.
DEVICE void finish_row(const Batch &batch, Row &row, const float *scores, const float *bias, bool by_counting) {
    if (SCORING_FUNC == SOFTMAX) {
        row.reciprocal = reciprocal_of_sum(row);
    }
    float choices[KEYS];
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        float score = SCORING_FUNC == SOFTMAX ? scores[i] * row.reciprocal : scores[i];
        choices[i] = BIAS_DTYPE == ABSENT ? score : score + bias[i];
        if (LANES * KEYS > NUM_EXPERTS && row.first_expert + i >= NUM_EXPERTS) {
            // no comparison takes it for a candidate
            choices[i] = NOT_A_NUMBER;
        }
    }
    store_floats(row.choices + row.first_expert, choices, KEYS);
    choose_experts(row, choices, by_counting);
    if (row.is_routed) {
        write_row(batch, row);
    } else if (row.token < batch.num_tokens) {
        write_padding(batch, row);
    }
}

// A row a warp, or a part of one.
extern "C" __global__ void __launch_bounds__(32 * WARPS, BLOCKS_AT_ONCE) route_rows(const Batch batch) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    int row_in_block = threadIdx.x / LANES;
    int token = blockIdx.x * (WARPS * ROWS_IN_WARP) + row_in_block;
    Row row = row_of(static_cast<int *>(shared_memory()) + row_in_block * ROW_WORDS, batch, token);
    // lanes exchange values with all of their warp, so they stay as long as one of its rows is routed
    if (token - row.first_lane / LANES >= batch.num_token_non_padded) {
        if (token < batch.num_tokens) {
            write_padding(batch, row);
        }
        return;
    }
    if (LANES == 32) {
        // known from here on
        row.is_routed = true;
    }
    float values[KEYS];
    if (row.is_routed) {
        load_logits(batch, token, row.first_expert, KEYS, values);
    } else {
        #pragma unroll
        for (int i = 0; i < KEYS; i++) {
            values[i] = 0.0f;
        }
    }
    float bias[KEYS];
    load_bias(batch, row, bias);
    float max = SCORING_FUNC == SOFTMAX ? choice_of(row_max(key_of(greatest(values, KEYS)))) : 0.0f;
    score_elements(max, KEYS, values, row.scores + row.first_expert);
    store_floats(row.scores + row.first_expert, values, KEYS);
    clear_candidates(row);
    __syncwarp();
    finish_row(batch, row, values, bias, false);
}

// A row a block: all its warps score, and the first one goes on. For small batches, where a lone warp would be slow at that.
extern "C" __global__ void __launch_bounds__(32 * SPLIT_WARPS) route_split(const Batch batch) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    Row row = row_of(shared_memory(), batch, blockIdx.x);
    if (!row.is_routed) {
        if (threadIdx.x < 32) {
            write_padding(batch, row);
        }
        return;
    }
    row.is_routed = true;
    float values[THREAD_KEYS];
    int first = threadIdx.x * THREAD_KEYS;
    load_logits(batch, row.token, first, THREAD_KEYS, values);
    float bias[KEYS];
    if (threadIdx.x < 32) {
        load_bias(batch, row, bias);
    }
    float max = 0.0f;
    if (SCORING_FUNC == SOFTMAX) {
        int key = warp_max(key_of(greatest(values, THREAD_KEYS)));
        int *keys_of_warps = row.candidate_ids;
        keys_of_warps[threadIdx.x / 32] = key;
        __syncthreads();
        #pragma unroll
        for (int warp = 0; warp < SPLIT_WARPS; warp++) {
            key = ::max(key, keys_of_warps[warp]);
        }
        max = choice_of(key);
    }
    score_elements(max, THREAD_KEYS, values, row.scores + first);
    store_floats(row.scores + first, values, THREAD_KEYS);
    __syncthreads();
    if (threadIdx.x < 32) {
        float scores[KEYS];
        load_floats(scores, row.scores + row.first_expert, KEYS);
        clear_candidates(row);
        __syncwarp();
        finish_row(batch, row, scores, bias, true);
    }
}
