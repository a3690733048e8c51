// Built for one gate: LANES lanes of a warp route a row, a whole warp or a part of one. A warp is 32 threads of a block. A lane
// has KEYS experts and keeps their choices in registers. RUN of them lie side by side, all or four; the next run follows behind
// those of all lanes.
//
// A bound below the last expert that will be chosen comes from the best of each lane. What reaches it, a dozen experts as a
// rule, goes to shared memory and is ranked there by comparing each with all.
//
// The gate's fields, LANES, KEYS, RUN, WARPS and SPLIT_WARPS are macros of the host's, and used in expressions only.

#define ROWS_IN_WARP (32 / LANES)

// Each lane has experts of one group, so 1, 2, 4 ... lanes share it and can merge by exchanges.
#define LANES_IN_GROUP (GROUP_SIZE / KEYS)
#define GROUPS_FILL_LANES (LANES * KEYS == NUM_EXPERTS && RUN == KEYS && GROUP_SIZE % KEYS == 0)

#define MOST_CANDIDATES 64

// As many as are usual are ranked all at once, each by one lane, or by some that share the comparisons.
#define RANKED (ROUTED <= 10 ? 16 : ROUTED <= 21 ? 32 : MOST_CANDIDATES)
#define RANKED_A_LANE (RANKED > LANES ? RANKED / LANES : 1)
#define LANES_A_RANKED (LANES > RANKED ? LANES / RANKED : 1)

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
#define EXCHANGE_AT (GROUPS_AT + (GROUPS_CLOSE && !GROUPS_FILL_LANES ? BY_FOURS(2 * NUM_EXPERT_GROUP) : 0))
#define ROW_WORDS (EXCHANGE_AT + EXCHANGE_WORDS)

typedef struct {
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
    LOCAL float *scores;
    LOCAL float *choices;
    LOCAL float *candidate_choices;
    LOCAL int *candidate_ids;
    LOCAL float *chosen_weights;
    LOCAL int *chosen_ids;
    LOCAL int *group_keys;
    LOCAL int *group_is_open;
    // of softmax
    float reciprocal;
    // room for a word of each lane, where lanes need it to exchange values
    LOCAL int *exchange;
} Row;

DEVICE Row row_of(LOCAL int *words, const Batch batch, int token) {
    Row row;
    row.token = token;
    row.is_routed = token < batch.num_token_non_padded;
    row.lane = thread_index() % LANES;
    row.first_lane = thread_index() % 32 - row.lane;
    row.first_expert = row.lane * RUN;
    row.scores = (LOCAL float *)(words + SCORES_AT);
    row.choices = (LOCAL float *)(words + CHOICES_AT);
    row.candidate_choices = (LOCAL float *)(words + CANDIDATE_CHOICES_AT);
    row.candidate_ids = words + CANDIDATE_IDS_AT;
    row.chosen_weights = (LOCAL float *)(words + CHOSEN_WEIGHTS_AT);
    row.chosen_ids = words + CHOSEN_IDS_AT;
    row.group_keys = words + GROUPS_AT;
    row.group_is_open = row.group_keys + NUM_EXPERT_GROUP;
    row.reciprocal = 1.0f;
    row.exchange = words + EXCHANGE_AT;
    return row;
}

// ---------------------------------------------------------------- elements

// Where the i-th expert of a lane lies behind its first, if they lie in runs.
DEVICE int place(int run, unsigned i) {
    return run == KEYS ? i : i / run * (LANES * run) + i % run;
}

// How many elements one load takes, if the row is aligned.
#define LOAD_WIDTH(dtype, run)                                        \
    ((run) * element_bytes(dtype) % 16 == 0  ? 16 / element_bytes(dtype) \
     : (run) * element_bytes(dtype) % 8 == 0 ? 8 / element_bytes(dtype)  \
                                             : 4 / element_bytes(dtype))

// A row's end may not fall into a load.
#define WIDE_LOADS_FIT(dtype, run) \
    ((run) * element_bytes(dtype) % 4 == 0 && NUM_EXPERTS % LOAD_WIDTH(dtype, run) == 0)

DEVICE void widen_words(int dtype, const int *words, int width, float *values) {
    #pragma unroll
    for (int i = 0; i < width; i++) {
        values[i] = dtype == F32 ? as_float(words[i])
                                 : widen(dtype, (unsigned short)((unsigned)words[i / 2] >> (i % 2 * 16)));
    }
}

DEVICE void load_words(GLOBAL const void *from, int bytes, int *words) {
    if (bytes == 16) {
        int4 four = *(GLOBAL const int4 *)from;
        words[0] = four.x;
        words[1] = four.y;
        words[2] = four.z;
        words[3] = four.w;
    } else if (bytes == 8) {
        int2 two = *(GLOBAL const int2 *)from;
        words[0] = two.x;
        words[1] = two.y;
    } else {
        words[0] = *(GLOBAL const int *)from;
    }
}

// `count` elements in runs, the first one at `first`; behind the row's end `filler`. All rows are aligned as `alignment` is: the
// first one's address and the bytes from one to the next in one number.
DEVICE void load_elements(int dtype, GLOBAL const void *row, size_t alignment, int first, int run, int count, float filler,
                          float *values) {
    int width = LOAD_WIDTH(dtype, run);
    int bytes = width * element_bytes(dtype);
    if (WIDE_LOADS_FIT(dtype, run) && alignment % bytes == 0) {
        #pragma unroll
        for (int i = 0; i < count; i += width) {
            int at = first + place(run, i);
            if (at < NUM_EXPERTS) {
                int words[4];
                load_words((GLOBAL const char *)row + at * element_bytes(dtype), bytes, words);
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
            warp_sync();
        }
        #pragma unroll
        for (int i = 0; i < count; i++) {
            int at = first + place(run, i);
            values[i] = at < NUM_EXPERTS ? load_element(dtype, row, at) : filler;
        }
    }
}

DEVICE void load_logits(const Batch batch, int token, int first, int run, int count, float *values) {
    Int64 row_bytes = batch.logits_row_stride * element_bytes(LOGITS_DTYPE);
    // a token's number is not negative; to know that makes the multiplication shorter
    GLOBAL const void *row = (GLOBAL const char *)batch.logits + (unsigned)token * row_bytes;
    size_t alignment = (size_t)batch.logits | (size_t)row_bytes;
    load_elements(LOGITS_DTYPE, row, alignment, first, run, count, BEHIND_THE_ROW, values);
}

DEVICE void load_bias(const Batch batch, const Row row, float *bias) {
    if (BIAS_DTYPE != ABSENT) {
        load_elements(BIAS_DTYPE, batch.bias, (size_t)batch.bias, row.first_expert, RUN, KEYS, 0.0f, bias);
    }
}

// ---------------------------------------------------------------- scores

// To and from shared memory, where they lie in runs too.

DEVICE void store_floats(LOCAL float *to, int run, int count, const float *values) {
    if (run % 4 == 0) {
        #pragma unroll
        for (int i = 0; i < count; i += 4) {
            float4 four;
            four.x = values[i];
            four.y = values[i + 1];
            four.z = values[i + 2];
            four.w = values[i + 3];
            *(LOCAL float4 *)(to + place(run, i)) = four;
        }
    } else {
        #pragma unroll
        for (int i = 0; i < count; i++) {
            to[place(run, i)] = values[i];
        }
    }
}

DEVICE void load_floats(LOCAL const float *from, int run, int count, float *values) {
    if (run % 4 == 0) {
        #pragma unroll
        for (int i = 0; i < count; i += 4) {
            float4 four = *(LOCAL const float4 *)(from + place(run, i));
            values[i] = four.x;
            values[i + 1] = four.y;
            values[i + 2] = four.z;
            values[i + 3] = four.w;
        }
    } else {
        #pragma unroll
        for (int i = 0; i < count; i++) {
            values[i] = from[place(run, i)];
        }
    }
}

// Logits in, scores out, and to `own`, the place of the first one in shared memory.
DEVICE void score_elements(float highest, int run, int count, float *values, LOCAL float *own) {
    if (SCORING_FUNC == SOFTMAX) {
        #pragma unroll
        for (int i = 0; i < count; i++) {
            values[i] = exp_of_nonpositive(values[i] - highest);
        }
    } else if (SCORING_FUNC == SQRTSOFTPLUS) {
        #pragma unroll
        for (int i = 0; i < count; i++) {
            values[i] = sqrt_softplus(values[i]);
        }
    } else {
        float farthest = fabs(values[0]);
        #pragma unroll
        for (int i = 1; i < count; i++) {
            farthest = fmax(farthest, fabs(values[i]));
        }
        if (farthest > SIGMOID_USUAL) {
            // rare, so one copy of the code does, which cannot go through registers
            store_floats(own, run, count, values);
            #pragma unroll 1
            for (int i = 0; i < count; i++) {
                own[place(run, i)] = sigmoid(own[place(run, i)]);
            }
            load_floats(own, run, count, values);
        } else {
            #pragma unroll
            for (int i = 0; i < count; i++) {
                values[i] = usual_sigmoid(values[i]);
            }
        }
    }
    store_floats(own, run, count, values);
}

// How far a lane's key is above the count-th best of the warp's different ones; keys are halved. Each step finds the next one
// below the last: as unsigned numbers, differences to the last are great for those below, and greatest for the next, and small for
// those above; halves are what that takes. Where fewer keys differ than are asked for, it starts anew at a higher one.
DEVICE int above_last_of_best(const Row row, int key, int count) {
    unsigned above = (unsigned)(key >> 1) ^ 0x80000000u;
    UNROLL_EXCHANGES
    for (int i = 0; i < count; i++) {
        above -= warp_max_unsigned(above, row.exchange);
    }
    return (int)above;
}

DEVICE int row_max(const Row row, int value) {
    if (LANES == 32) {
        return warp_max(value, row.exchange);
    }
    UNROLL_EXCHANGES
    for (int distance = LANES / 2; distance > 0; distance /= 2) {
        value = max(value, warp_swap(value, distance, row.exchange));
    }
    return value;
}

DEVICE int row_sum(const Row row, int value) {
    if (LANES == 32) {
        return warp_sum(value, row.exchange);
    }
    UNROLL_EXCHANGES
    for (int distance = LANES / 2; distance > 0; distance /= 2) {
        value += warp_swap(value, distance, row.exchange);
    }
    return value;
}

// Whether it holds for all rows of the warp; a row's lanes agree.
DEVICE bool all_rows(const Row row, bool holds) {
    return LANES == 32 ? holds : warp_all(holds, row.exchange);
}

// of a warp's votes those of the row's lanes, its first in bit 0
DEVICE unsigned own_votes(const Row row, unsigned votes) {
    return LANES == 32 ? votes : (votes >> row.first_lane) & ((1u << LANES % 32) - 1);
}

// of the lane's experts those whose bit is set
DEVICE float best_of(const float *choices, unsigned open) {
    float best = NOT_A_NUMBER;
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        best = fmax(best, open >> i & 1 ? choices[i] : NOT_A_NUMBER);
    }
    return best;
}

DEVICE float greatest(const float *values, int count) {
    float result = values[0];
    #pragma unroll
    for (int i = 1; i < count; i++) {
        result = fmax(result, values[i]);
    }
    return result;
}

// One over the sum of all scores in shared memory: partial sums, lane after lane, then the upper half added to the lower one
// until one is left. All lanes come to the same bits, as addition commutes.
DEVICE float reciprocal_of_sum(const Row row) {
    float sums[ROWS_IN_WARP];
    #pragma unroll
    for (int part = 0; part < ROWS_IN_WARP; part++) {
        sums[part] = 0.0f;
        for (int i = part * LANES + row.lane; i < NUM_EXPERTS; i += PARTIAL_SUMS) {
            sums[part] += row.scores[i];
        }
    }
    #pragma unroll
    for (int parts = ROWS_IN_WARP / 2; parts > 0; parts /= 2) {
        #pragma unroll
        for (int part = 0; part < parts; part++) {
            sums[part] += sums[part + parts];
        }
    }
    float sum = sums[0];
    UNROLL_EXCHANGES
    for (int distance = LANES / 2; distance > 0; distance /= 2) {
        sum += as_float(warp_swap(as_int(sum), distance, row.exchange));
    }
    return 1.0f / sum;
}

// ---------------------------------------------------------------- groups

DEVICE bool comes_before(int key, int at, int other_key, int other_at) {
    return key > other_key || (key == other_key && at < other_at);
}

// how many of four are greater
DEVICE int count_greater(int count, LOCAL const float *four, float value) {
    float4 others = *(LOCAL const float4 *)four;
    count = count_if_greater(count, others.x, value);
    count = count_if_greater(count, others.y, value);
    count = count_if_greater(count, others.z, value);
    return count_if_greater(count, others.w, value);
}

// The best and the second best choice; a NaN is neither.
typedef struct {
    float best;
    float second;
} BestTwo;

DEVICE BestTwo best_two(const float *choices) {
    BestTwo two = {choices[0], NOT_A_NUMBER};
    #pragma unroll
    for (int i = 1; i < KEYS; i++) {
        two.second = fmax(two.second, min_or_nan(two.best, choices[i]));
        two.best = fmax(two.best, choices[i]);
    }
    return two;
}

// the score of the lane's group, for all lanes of the group
DEVICE int own_group_key(const Row row, BestTwo two) {
    float best = fmax(two.best, MINUS_INFINITY);
    float second = two.second;
    UNROLL_EXCHANGES
    for (int distance = 1; distance < LANES_IN_GROUP; distance *= 2) {
        float other_best = as_float(warp_swap(as_int(best), distance, row.exchange));
        float other_second = as_float(warp_swap(as_int(second), distance, row.exchange));
        second = fmax(fmin(best, other_best), fmax(second, other_second));
        best = fmax(best, other_best);
    }
    return key_of(ONLY_BEST_COUNTS ? best : best + second);
}

// Whether the lane's group stays open: by the TOPK_GROUP-th best score, or where groups are too close there, by the number of
// those before.
DEVICE bool own_group_is_open(const Row row, BestTwo two, bool by_counting) {
    int key = own_group_key(row, two);
    if (LANES == 32 && !by_counting) {
        bool open = above_last_of_best(row, key, TOPK_GROUP) >= 0;
        if ((int)popcount(warp_ballot(open, row.exchange)) == TOPK_GROUP * LANES_IN_GROUP) {
            return open;
        }
    }
    int group = row.lane / LANES_IN_GROUP;
    int before = 0;
    UNROLL_EXCHANGES
    for (int other = 0; other < NUM_EXPERT_GROUP; other++) {
        int other_key = warp_get(key, row.first_lane + other * LANES_IN_GROUP, row.exchange);
        before += comes_before(other_key, other, key, group);
    }
    return before < TOPK_GROUP;
}

// the lane's open experts, one a bit, by the choices in shared memory, where groups lie across lanes
DEVICE unsigned open_experts(const Row row) {
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
    warp_sync();
    for (int group = row.lane; group < NUM_EXPERT_GROUP; group += LANES) {
        int before = 0;
        for (int other = 0; other < NUM_EXPERT_GROUP; other++) {
            before += comes_before(row.group_keys[other], other, row.group_keys[group], group);
        }
        row.group_is_open[group] = before < TOPK_GROUP;
    }
    warp_sync();
    unsigned open = 0;
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        int expert = row.first_expert + place(RUN, i);
        if (expert < NUM_EXPERTS && row.group_is_open[expert / GROUP_SIZE]) {
            open |= 1u << i;
        }
    }
    return open;
}

// ---------------------------------------------------------------- experts

// The lanes' bests are different experts: if the ROUTED best of these are at least this, so are the ROUTED best of all. Where
// too few lanes have a finite one, the least finite choice. Lanes that tie can make it too high, so that fewer reach it, or lower
// than it could be. To count those before takes a lone warp less time than to take the greatest ROUTED times, and many warps
// more.
DEVICE float lower_bound(const Row row, float lane_best, bool by_counting) {
    int bound = MASKED;
    if (ROUTED <= LANES) {
        lane_best = fmax(lane_best, MINUS_INFINITY);
        int key = key_of(lane_best);
        if (LANES == 32 && !by_counting) {
            bound = ((key >> 1) - above_last_of_best(row, key, ROUTED)) * 2;
        } else {
            LOCAL float *bests = (LOCAL float *)row.candidate_ids;
            bests[row.lane] = lane_best;
            warp_sync();
            int before = 0;
            #pragma unroll
            for (int i = 0; i < LANES; i += 4) {
                before = count_greater(before, bests + i, lane_best);
            }
            // ~ turns the order round
            bound = ~row_max(row, before < ROUTED ? ~key : CLOSED);
            warp_sync();
        }
    }
    return choice_of(max(bound, MASKED + 1));
}

// Writes the experts of the lane that are candidates, one a bit, to the row's list, as far as there is room. Returns how many
// the row has, or some more than there is room for. Lanes write one after the other in turns, for few have more than one.
DEVICE int collect(const Row row, unsigned candidates) {
    LOCAL const float *choices = row.choices + row.first_expert;
    int count = 0;
    unsigned votes = warp_ballot(candidates != 0, row.exchange);
    do {
        unsigned lanes = own_votes(row, votes);
        int at = count + (int)popcount(lanes & ((1u << row.lane) - 1));
        count += (int)popcount(lanes);
        int next = place(RUN, lowest_bit(candidates));
        bool writes = candidates != 0 && at < MOST_CANDIDATES;
        copy_if(writes, row.candidate_choices + at, choices + next);
        store_if(writes, row.candidate_ids + at, row.first_expert + next);
        candidates &= candidates - 1;
        votes = warp_ballot(candidates != 0, row.exchange);
    } while (votes != 0);
    return count;
}

// The list is read by fours, so what is behind its end must come before nothing.
DEVICE void clear_candidates(const Row row) {
    #pragma unroll
    for (int i = 0; i < MOST_CANDIDATES; i += LANES) {
        row.candidate_choices[i + row.lane] = NOT_A_NUMBER;
    }
}

DEVICE void choose(const Row row, int column, int expert) {
    row.chosen_ids[column] = expert;
    row.chosen_weights[column] = SCORING_FUNC == SOFTMAX ? row.scores[expert] * row.reciprocal : row.scores[expert];
}

DEVICE int ranked_by(const Row row, int i) {
    return (row.lane + i * LANES) % RANKED;
}

// Gives the first RANKED candidates their columns: how many are greater. Where some are equal, which is rare, that is no answer,
// and false is returned.
DEVICE bool rank_distinct(const Row row, int count, int *columns) {
    float own[RANKED_A_LANE];
    #pragma unroll
    for (int i = 0; i < RANKED_A_LANE; i++) {
        own[i] = row.candidate_choices[ranked_by(row, i)];
        columns[i] = 0;
    }
    LOCAL const float *others = row.candidate_choices;
    if (LANES_A_RANKED > 1) {
        others += row.lane / RANKED * (RANKED / LANES_A_RANKED);
    }
    // behind the last one nothing is greater; to look there takes less time than to find out, if there is not much
    #pragma unroll
    for (int other = 0; other < (RANKED <= 32 ? RANKED / LANES_A_RANKED : count); other += 4) {
        #pragma unroll
        for (int i = 0; i < RANKED_A_LANE; i++) {
            columns[i] = count_greater(columns[i], others + other, own[i]);
        }
    }
    int given = 0;
    #pragma unroll
    for (int i = 0; i < RANKED_A_LANE; i++) {
        UNROLL_EXCHANGES
        for (int distance = RANKED; distance < LANES; distance *= 2) {
            columns[i] += warp_swap(columns[i], distance, row.exchange);
        }
        columns[i] = ranked_by(row, i) < count ? columns[i] : ROUTED;
        // how many, and behind that the sum of their columns
        given += columns[i] < ROUTED ? A_COLUMN + columns[i] : 0;
    }
    // equal ones share a column: either more are given or their sum is less
    return row_sum(row, given) == LANES_A_RANKED * (ROUTED * A_COLUMN + ROUTED * (ROUTED - 1) / 2);
}

DEVICE void choose_ranked(const Row row, const int *columns) {
    #pragma unroll
    for (int i = 0; i < RANKED_A_LANE; i++) {
        if (columns[i] < ROUTED) {
            choose(row, columns[i], row.candidate_ids[ranked_by(row, i)]);
        }
    }
}

DEVICE bool choice_comes_before(float choice, int id, float other_choice, int other_id) {
    return choice > other_choice || (choice == other_choice && id < other_id);
}

// The same for any candidates, of which the lower expert comes before an equal one.
DEVICE void choose_with_ties(const Row row, int count) {
    for (int i = row.lane; i < count; i += LANES) {
        int column = 0;
        for (int other = 0; other < count; other++) {
            column += choice_comes_before(
                row.candidate_choices[other], row.candidate_ids[other], row.candidate_choices[i], row.candidate_ids[i]);
        }
        if (column < ROUTED) {
            choose(row, column, row.candidate_ids[i]);
        }
    }
}

// For rows with too many candidates, as where many are equal, or with too few finite choices: one column after the other, the
// greatest key of all lanes and the lowest expert that has it.
DEVICE void choose_one_by_one(const Row row, unsigned open) {
    LOCAL int *keys = (LOCAL int *)row.choices;
    for (int i = 0; i < KEYS; i++) {
        int expert = row.first_expert + place(RUN, i);
        bool is_open = expert < NUM_EXPERTS && (open >> i & 1);
        keys[expert] = is_open ? key_of(row.choices[expert]) : CLOSED;
    }
    for (int column = 0; column < ROUTED; column++) {
        int lane_best = CLOSED;
        int lane_expert = 0;
        for (int i = 0; i < KEYS; i++) {
            int expert = row.first_expert + place(RUN, i);
            if (keys[expert] > lane_best) {
                lane_best = keys[expert];
                lane_expert = expert;
            }
        }
        int best = row_max(row, lane_best);
        // ~ turns the order round
        int expert = ~row_max(row, lane_best == best ? ~lane_expert : CLOSED);
        if (lane_best == best && lane_expert == expert) {
            choose(row, column, expert);
            if (best == MASKED) {
                row.chosen_weights[column] = 0.0f;
            }
            keys[expert] = CLOSED;
        }
    }
}

// ---------------------------------------------------------------- a row

// Fills the columns of routed experts. All choices are in registers and in shared memory.
DEVICE void choose_experts(const Row row, const float *choices, bool by_counting) {
    unsigned open = ~0u;
    float lane_best;
    if (GROUPS_CLOSE && !GROUPS_FILL_LANES) {
        warp_sync();
        open = open_experts(row);
        lane_best = best_of(choices, open);
    } else {
        BestTwo two = best_two(choices);
        lane_best = two.best;
        if (GROUPS_CLOSE) {
            bool is_open = own_group_is_open(row, two, by_counting);
            open = is_open ? ~0u : 0;
            lane_best = is_open ? lane_best : NOT_A_NUMBER;
        }
    }
    float bound = lower_bound(row, lane_best, by_counting);
    unsigned candidates = 0;
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        candidates |= choices[i] >= bound ? 1u << i : 0;
    }
    int count = collect(row, row.is_routed ? candidates & open : 0);
    warp_sync();
    int columns[RANKED_A_LANE];
    if (all_rows(row, !row.is_routed || (count >= ROUTED && count <= RANKED)) &&
        all_rows(row, rank_distinct(row, count, columns) || !row.is_routed)) {
        choose_ranked(row, columns);
    } else if (all_rows(row, !row.is_routed || (count >= ROUTED && count <= MOST_CANDIDATES))) {
        choose_with_ties(row, count);
    } else {
        choose_one_by_one(row, open);
    }
    warp_sync();
}

// of TOPK columns those of a lane, of which there may be fewer
#define COLUMNS_A_LANE ((TOPK + LANES - 1) / LANES)

DEVICE void write_row(const Batch batch, const Row row) {
    const Gate gate = GATE;
    float total = row.chosen_weights[0];
    #pragma unroll
    for (int column = 1; column < ROUTED; column++) {
        total += row.chosen_weights[column];
    }
    GLOBAL int *ids = batch.topk_ids + (size_t)row.token * TOPK;
    GLOBAL float *weights = batch.topk_weights + (size_t)row.token * TOPK;
    #pragma unroll
    for (int i = 0; i < COLUMNS_A_LANE; i++) {
        int column = i * LANES + row.lane;
        if (column < TOPK) {
            bool routed = column < ROUTED;
            float weight =
                routed ? finish_weight(gate, row.chosen_weights[column], total) : shared_expert_weight(gate, total);
            ids[column] = routed ? row.chosen_ids[column] : NUM_EXPERTS + column - ROUTED;
            weights[column] = weight;
        }
    }
}

DEVICE void write_padding(const Batch batch, const Row row) {
    for (int column = row.lane; column < TOPK; column += LANES) {
        batch.topk_ids[(Int64)row.token * TOPK + column] = -1;
        batch.topk_weights[(Int64)row.token * TOPK + column] = 0.0f;
    }
}

// From the scores of the lane's experts, with those of all in shared memory, to the row's results.
DEVICE void finish_row(const Batch batch, Row row, const float *scores, const float *bias, bool by_counting) {
    if (SCORING_FUNC == SOFTMAX) {
        row.reciprocal = reciprocal_of_sum(row);
    }
    float choices[KEYS];
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        float score = SCORING_FUNC == SOFTMAX ? scores[i] * row.reciprocal : scores[i];
        choices[i] = BIAS_DTYPE == ABSENT ? score : score + bias[i];
        if (LANES * KEYS > NUM_EXPERTS && row.first_expert + place(RUN, i) >= NUM_EXPERTS) {
            // no comparison takes it for a candidate
            choices[i] = NOT_A_NUMBER;
        }
    }
    store_floats(row.choices + row.first_expert, RUN, KEYS, choices);
    choose_experts(row, choices, by_counting);
    if (row.is_routed) {
        write_row(batch, row);
    } else if (row.token < batch.num_tokens) {
        write_padding(batch, row);
    }
}

// A row a warp, or a part of one. `memory` has room for all of the block's rows.
DEVICE void route_rows_of_block(const Batch batch, LOCAL int *memory) {
    int row_in_block = thread_index() / LANES;
    int token = block_index() * (WARPS * ROWS_IN_WARP) + row_in_block;
    int row_at = row_in_block * ROW_WORDS * (int)sizeof(int);
    if (LANES == 32 && KEYS > 5) {
        // else each address is computed anew from the thread's number
        row_at = opaque(row_at);
    }
    Row row = row_of((LOCAL int *)((LOCAL char *)memory + row_at), batch, token);
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
        load_logits(batch, token, row.first_expert, RUN, KEYS, values);
    } else {
        #pragma unroll
        for (int i = 0; i < KEYS; i++) {
            values[i] = 0.0f;
        }
    }
    float bias[KEYS];
    load_bias(batch, row, bias);
    float highest = SCORING_FUNC == SOFTMAX ? choice_of(row_max(row, key_of(greatest(values, KEYS)))) : 0.0f;
    score_elements(highest, RUN, KEYS, values, row.scores + row.first_expert);
    clear_candidates(row);
    warp_sync();
    finish_row(batch, row, values, bias, !FAST_REDUCTIONS);
}

// A row a block: all its warps score, and the first one goes on. For small batches, where a lone warp would be slow at that.
DEVICE void route_row_of_block(const Batch batch, LOCAL int *memory) {
    Row row = row_of(memory, batch, block_index());
    bool is_first_warp = thread_index() < 32;
    if (!row.is_routed) {
        if (is_first_warp) {
            write_padding(batch, row);
        }
        return;
    }
    row.is_routed = true;
    float values[THREAD_KEYS];
    int first = thread_index() * THREAD_KEYS;
    load_logits(batch, row.token, first, THREAD_KEYS, THREAD_KEYS, values);
    float bias[KEYS];
    if (is_first_warp) {
        load_bias(batch, row, bias);
    }
    float highest = 0.0f;
    if (SCORING_FUNC == SOFTMAX) {
        int key = warp_max(key_of(greatest(values, THREAD_KEYS)), row.exchange);
        LOCAL int *keys_of_warps = row.candidate_ids;
        keys_of_warps[thread_index() / 32] = key;
        block_sync();
        #pragma unroll
        for (int warp = 0; warp < SPLIT_WARPS; warp++) {
            key = max(key, keys_of_warps[warp]);
        }
        highest = choice_of(key);
    }
    score_elements(highest, THREAD_KEYS, THREAD_KEYS, values, row.scores + first);
    block_sync();
    if (is_first_warp) {
        float scores[KEYS];
        load_floats(row.scores + row.first_expert, RUN, KEYS, scores);
        clear_candidates(row);
        warp_sync();
        finish_row(batch, row, scores, bias, true);
    }
}
