// For GPUs, built for one gate: a team of 32 lanes routes a row. The choices stay in registers, expert i in register i / 32 of
// lane i % 32.
//
// A bound below the last expert that will be chosen comes from the best of each lane. What reaches it, a dozen experts as a
// rule, goes to local memory and is ranked there by comparing each with all.

#define KEYS ((NUM_EXPERTS + TEAM_SIZE - 1) / TEAM_SIZE)

// Lanes that share a group: a power of two, so that they merge by exchanges.
#if NUM_EXPERT_GROUP > 16
#define GROUP_LANES 1
#elif NUM_EXPERT_GROUP > 8
#define GROUP_LANES 2
#elif NUM_EXPERT_GROUP > 4
#define GROUP_LANES 4
#elif NUM_EXPERT_GROUP > 2
#define GROUP_LANES 8
#else
#define GROUP_LANES 16
#endif
#define GROUPS_AT_ONCE (TEAM_SIZE / GROUP_LANES)
#define GROUP_STEPS ((GROUP_SIZE + GROUP_LANES - 1) / GROUP_LANES)

// An expert that may be chosen.
typedef struct {
    int key;
    int id;
} Candidate;

#define MOST_CANDIDATES 64

// Experts that are no candidates are written too, each lane's to a place of its own, since a branch would cost more.
#define CANDIDATE_ROOM (MOST_CANDIDATES + TEAM_SIZE)

// What a team keeps in local memory.
typedef struct {
    int scratch[TEAM_SIZE];
    Candidate candidates[CANDIDATE_ROOM];
    float candidate_scores[CANDIDATE_ROOM];
    int ids[ROUTED];
    float weights[ROUTED];
#if GROUPS_CLOSE
    // read by fours where groups allow for it
    int keys[NUM_EXPERTS] __attribute__((aligned(16)));
    int groups[NUM_EXPERT_GROUP];
    char open[NUM_EXPERT_GROUP];
#endif
} TeamMemory;

// What softmax needs of a row before it can score an expert.
typedef struct {
    float max;
    float reciprocal;
} Row;

float score(Row row, float logit) {
#if SCORING_FUNC == SIGMOID
    return sigmoid(logit);
#elif SCORING_FUNC == SQRTSOFTPLUS
    return sqrt_softplus(logit);
#else
    return exp_of_nonpositive(logit - row.max) * row.reciprocal;
#endif
}

// logits in, scores out, for the experts of this lane
void score_row(float *values, Row *row, int lane, __local TeamMemory *memory) {
#if SCORING_FUNC == SOFTMAX
    int lane_max = MASKED;
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        lane_max = max(lane_max, key_of(values[i]));
    }
    row->max = choice_of(team_max(lane_max, memory->scratch));
    float sum = 0.0f;
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        // behind the row's end 0 is added, which changes nothing
        values[i] = i * TEAM_SIZE + lane < NUM_EXPERTS ? exp_of_nonpositive(values[i] - row->max) : 0.0f;
        sum += values[i];
    }
    row->reciprocal = 1.0f / team_fold(sum, memory->scratch);
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        values[i] *= row->reciprocal;
    }
#else
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        values[i] = score(*row, values[i]);
    }
#endif
}

#if GROUPS_CLOSE

void add_to_bests(int key, int *best, int *second) {
    *second = max(*second, min(*best, key));
    *best = max(*best, key);
}

// Groups lie across lanes, so the keys go through local memory, where a few lanes share a group.
void score_groups(const int *keys, int lane, __local TeamMemory *memory) {
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        int expert = i * TEAM_SIZE + lane;
        if (expert < NUM_EXPERTS) {
            memory->keys[expert] = keys[i];
        }
    }
    team_sync();
    int part = lane % GROUP_LANES;
    UNROLL_EXCHANGES
    for (int first = 0; first < NUM_EXPERT_GROUP; first += GROUPS_AT_ONCE) {
        int group = first + lane / GROUP_LANES;
        int best = CLOSED;
        int second = CLOSED;
        if (group < NUM_EXPERT_GROUP) {
            __local const int *part_keys = memory->keys + group * GROUP_SIZE + part * GROUP_STEPS;
#if GROUP_SIZE % (4 * GROUP_LANES) == 0
            #pragma unroll
            for (int step = 0; step < GROUP_STEPS; step += 4) {
                int4 four = *(__local const int4 *)(part_keys + step);
                add_to_bests(four.x, &best, &second);
                add_to_bests(four.y, &best, &second);
                add_to_bests(four.z, &best, &second);
                add_to_bests(four.w, &best, &second);
            }
#else
            for (int step = 0; step < GROUP_STEPS && part * GROUP_STEPS + step < GROUP_SIZE; step++) {
                add_to_bests(part_keys[step], &best, &second);
            }
#endif
        }
        UNROLL_EXCHANGES
        for (int distance = 1; distance < GROUP_LANES; distance *= 2) {
            int other_best = team_exchange(best, distance, memory->scratch);
            int other_second = team_exchange(second, distance, memory->scratch);
            second = max(min(best, other_best), max(second, other_second));
            best = max(best, other_best);
        }
        if (group < NUM_EXPERT_GROUP && part == 0) {
            memory->groups[group] = group_key(ONLY_BEST_COUNTS, best, second);
        }
    }
}

// a group is open where fewer than TOPK_GROUP others come before it
void open_groups(int lane, __local TeamMemory *memory) {
    for (int group = lane; group < NUM_EXPERT_GROUP; group += TEAM_SIZE) {
        int key = memory->groups[group];
        int before = 0;
        for (int other = 0; other < NUM_EXPERT_GROUP; other++) {
            int other_key = memory->groups[other];
            before += other_key > key || (other_key == key && other < group);
        }
        memory->open[group] = before < TOPK_GROUP;
    }
}

void close_groups(int *keys, int lane, __local TeamMemory *memory) {
    score_groups(keys, lane, memory);
    team_sync();
    open_groups(lane, memory);
    team_sync();
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        int expert = i * TEAM_SIZE + lane;
        if (expert < NUM_EXPERTS && !memory->open[expert / GROUP_SIZE]) {
            keys[i] = CLOSED;
        }
    }
}

#endif

// The lanes' bests are different experts: if the ROUTED best of these are at least this, so are the ROUTED best of all.
int lower_bound(const int *keys, __local TeamMemory *memory) {
    if (ROUTED > TEAM_SIZE) {
        return CLOSED + 1;
    }
    int left = keys[0];
    #pragma unroll
    for (int i = 1; i < KEYS; i++) {
        left = max(left, keys[i]);
    }
    int bound = CLOSED;
    UNROLL_EXCHANGES
    for (int i = 0; i < ROUTED; i++) {
        bound = team_max(left, memory->scratch);
        // lanes that tie leave together, which makes the bound lower than it could be
        left = left == bound ? CLOSED : left;
    }
    return max(bound, CLOSED + 1);
}

// Writes what reaches the bound to local memory, as far as there is room, and returns how many there are.
int collect(const int *keys, const float *scores, int bound, int lane, __local TeamMemory *memory) {
    int mine = 0;
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        mine += keys[i] >= bound;
    }
    int count;
    int at = team_sum_below(mine, lane, &count, memory->scratch);
    if (count <= MOST_CANDIDATES) {
        #pragma unroll
        for (int i = 0; i < KEYS; i++) {
            bool reaches = keys[i] >= bound;
            int place = reaches ? at : MOST_CANDIDATES + lane;
            memory->candidates[place].key = keys[i];
            memory->candidates[place].id = i * TEAM_SIZE + lane;
            memory->candidate_scores[place] = scores[i];
            at += reaches;
        }
    }
    team_sync();
    return count;
}

void set_column(int column, int key, int id, float score, __local TeamMemory *memory) {
    memory->ids[column] = id;
    memory->weights[column] = key == MASKED ? 0.0f : score;
}

// An expert's column is the number of those before it.
void rank(int count, int lane, __local TeamMemory *memory) {
    for (int i = lane; i < count; i += TEAM_SIZE) {
        Candidate mine = memory->candidates[i];
        int column = 0;
        for (int other = 0; other < count; other++) {
            Candidate its = memory->candidates[other];
            column += its.key > mine.key || (its.key == mine.key && its.id < mine.id);
        }
        if (column < ROUTED) {
            set_column(column, mine.key, mine.id, memory->candidate_scores[i], memory);
        }
    }
}

// For rows with more candidates, as where many are equal: one column after the other, the greatest key of all lanes and the
// lowest expert that has it.
void choose_one_by_one(int *keys, const float *scores, int lane, __local TeamMemory *memory) {
    for (int column = 0; column < ROUTED; column++) {
        int lane_best = keys[0];
        #pragma unroll
        for (int i = 1; i < KEYS; i++) {
            lane_best = max(lane_best, keys[i]);
        }
        int best = team_max(lane_best, memory->scratch);
        int lane_id = INT_MAX;
        #pragma unroll
        for (int i = KEYS - 1; i >= 0; i--) {
            lane_id = keys[i] == best ? i * TEAM_SIZE + lane : lane_id;
        }
        int id = team_min(lane_id, memory->scratch);
        #pragma unroll
        for (int i = 0; i < KEYS; i++) {
            if (i * TEAM_SIZE + lane == id) {
                set_column(column, best, id, scores[i], memory);
                keys[i] = CLOSED;
            }
        }
    }
}

__kernel __attribute__((reqd_work_group_size(TEAM_SIZE, TEAMS, 1)))
void route(BATCH) {
    __local TeamMemory memories[TEAMS];
    __local TeamMemory *memory = memories + get_local_id(1);
    const Gate gate = GATE;
    int lane = get_local_id(0);
    // rows of the work-groups at work stay side by side
    int token = get_group_id(0) * TEAMS + get_local_id(1);
    // teams of one work-group part ways only where they need no barrier
    if (token >= num_tokens) {
        return;
    }
    __global int *ids = topk_ids + topk_ids_at + (long)token * TOPK;
    __global float *weights = topk_weights + topk_weights_at + (long)token * TOPK;
    if (token >= num_token_non_padded) {
        for (int column = lane; column < TOPK; column += TEAM_SIZE) {
            ids[column] = -1;
            weights[column] = 0.0f;
        }
        return;
    }

    long at = logits_at + token * logits_row_stride;
    float values[KEYS];
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        int expert = i * TEAM_SIZE + lane;
        values[i] = expert < NUM_EXPERTS ? load_element(LOGITS_DTYPE, logits, at + expert) : -INFINITY;
    }
    Row row = {0.0f, 0.0f};
    score_row(values, &row, lane, memory);
    int keys[KEYS];
    #pragma unroll
    for (int i = 0; i < KEYS; i++) {
        int expert = i * TEAM_SIZE + lane;
        keys[i] = CLOSED;
        if (expert < NUM_EXPERTS) {
            float choice = values[i];
            if (BIAS_DTYPE != ABSENT) {
                choice += load_element(BIAS_DTYPE, bias, bias_at + expert);
            }
            keys[i] = key_of(choice);
        }
    }
#if GROUPS_CLOSE
    close_groups(keys, lane, memory);
#endif

    int bound = lower_bound(keys, memory);
    int count = collect(keys, values, bound, lane, memory);
    if (count <= MOST_CANDIDATES) {
        rank(count, lane, memory);
    } else {
        choose_one_by_one(keys, values, lane, memory);
    }
    team_sync();

    // every lane adds up all routed weights in the order of columns
    float total = 0.0f;
    #pragma unroll
    for (int column = 0; column < ROUTED; column++) {
        total += memory->weights[column];
    }
    for (int column = lane; column < TOPK; column += TEAM_SIZE) {
        bool routed = column < ROUTED;
        ids[column] = routed ? memory->ids[column] : NUM_EXPERTS + column - ROUTED;
        weights[column] =
            routed ? finish_weight(gate, memory->weights[column], total) : shared_expert_weight(gate, total);
    }
}
