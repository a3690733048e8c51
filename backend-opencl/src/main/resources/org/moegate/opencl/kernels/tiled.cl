// Any gate on any device: a work-group of LANES work-items, 1 or more, takes a row at a time, tile by tile of LANES experts.
// Choices lie in memory, local or, where they do not fit, global. Each round of the selection takes the best one left.

#if KEYS_IN_LOCAL_MEMORY
#define KEYS __local
#else
#define KEYS __global
#endif

#if LANES == 1
#define SYNC()
#else
#define SYNC() barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)
#endif

typedef struct {
    int key;
    int id;
} Best;

// of equal ones the lower id
Best better(Best a, Best b) {
    return b.key > a.key || (b.key == a.key && b.id < a.id) ? b : a;
}

// the best of all lanes, for all of them
Best best_of_lanes(Best mine, __local Best *bests) {
    int lane = get_local_id(0);
    bests[lane] = mine;
    for (int count = LANES; count > 1;) {
        int half_count = (count + 1) / 2;
        SYNC();
        if (lane + half_count < count) {
            bests[lane] = better(bests[lane], bests[lane + half_count]);
        }
        count = half_count;
    }
    SYNC();
    Best best = bests[0];
    SYNC();
    return best;
}

Best take_best(KEYS int *keys, int count, __local Best *bests) {
    int lane = get_local_id(0);
    Best mine = {CLOSED, INT_MAX};
    for (int i = lane; i < count; i += LANES) {
        if (keys[i] > mine.key) {
            mine.key = keys[i];
            mine.id = i;
        }
    }
    Best best = best_of_lanes(mine, bests);
    if (best.id % LANES == lane) {
        keys[best.id] = CLOSED;
    }
    return best;
}

// What softmax needs of a row before it can score an expert.
typedef struct {
    float max;
    float reciprocal;
} Row;

float score(const Gate gate, Row row, float logit) {
    switch (gate.scoring_func) {
        case SIGMOID:
            return sigmoid(logit);
        case SQRTSOFTPLUS:
            return sqrt_softplus(logit);
        default:
            return exp_of_nonpositive(logit - row.max) * row.reciprocal;
    }
}

float row_max(const Gate gate, __global const uchar *logits, long at, __local Best *bests) {
    Best mine = {MASKED, 0};
    for (int i = get_local_id(0); i < gate.num_experts; i += LANES) {
        int key = key_of(load_element(gate.logits_dtype, logits, at + i));
        mine.key = max(mine.key, key);
    }
    return choice_of(best_of_lanes(mine, bests).key);
}

Row softmax_row(
    const Gate gate, __global const uchar *logits, long at, __local float *partial_sums, __local Best *bests) {
    int lane = get_local_id(0);
    Row row;
    row.max = row_max(gate, logits, at, bests);
    for (int j = lane; j < PARTIAL_SUMS; j += LANES) {
        float sum = 0.0f;
        for (int i = j; i < gate.num_experts; i += PARTIAL_SUMS) {
            sum += exp_of_nonpositive(load_element(gate.logits_dtype, logits, at + i) - row.max);
        }
        partial_sums[j] = sum;
    }
    for (int half_count = PARTIAL_SUMS / 2; half_count > 0; half_count /= 2) {
        SYNC();
        for (int j = lane; j < half_count; j += LANES) {
            partial_sums[j] += partial_sums[j + half_count];
        }
    }
    SYNC();
    row.reciprocal = 1.0f / partial_sums[0];
    return row;
}

// Several lanes share a group where there are enough of them, and then for all groups at once; lanes to spare have none.
void score_groups(const Gate gate, KEYS const int *keys, KEYS int *groups, __local Best *bests) {
    int lane = get_local_id(0);
    int group_size = gate.num_experts / gate.num_expert_group;
    bool only_best = gate.group_score_is_max || group_size == 1;
    int parts = max(1, LANES / gate.num_expert_group);
    int at_once = LANES / parts;
    int part = lane % parts;
    for (int first = 0; first < gate.num_expert_group; first += at_once) {
        int group = first + lane / parts;
        bool active = group < gate.num_expert_group;
        int best = CLOSED;
        int second = CLOSED;
        for (int i = part; active && i < group_size; i += parts) {
            int key = keys[group * group_size + i];
            second = max(second, min(best, key));
            best = max(best, key);
        }
        bests[lane].key = best;
        bests[lane].id = second;
        SYNC();
        if (active && part == 0) {
            for (int other = lane + 1; other < lane + parts; other++) {
                second = max(max(second, bests[other].id), min(best, bests[other].key));
                best = max(best, bests[other].key);
            }
            groups[group] = group_key(only_best, best, second);
        }
        SYNC();
    }
}

void close_groups(const Gate gate, KEYS int *keys, KEYS int *groups, __local Best *bests) {
    score_groups(gate, keys, groups, bests);
    for (int i = 0; i < gate.topk_group; i++) {
        take_best(groups, gate.num_expert_group, bests);
    }
    SYNC();
    // what was taken is closed in its own list, and open for the experts
    int group_size = gate.num_experts / gate.num_expert_group;
    for (int i = get_local_id(0); i < gate.num_experts; i += LANES) {
        if (groups[i / group_size] != CLOSED) {
            keys[i] = CLOSED;
        }
    }
    SYNC();
}

__kernel __attribute__((reqd_work_group_size(LANES, 1, 1)))
void route(const Gate gate, KEYS int *memory, BATCH) {
    __local Best bests[LANES];
    __local float partial_sums[PARTIAL_SUMS];
    int lane = get_local_id(0);
    int routed = gate.topk - gate.num_fused_shared_experts;
    KEYS int *keys = memory;
#if !KEYS_IN_LOCAL_MEMORY
    // each work-group has its own part of global memory
    keys += get_group_id(0) * (gate.num_experts + gate.num_expert_group + routed);
#endif
    KEYS int *groups = keys + gate.num_experts;
    KEYS int *chosen = groups + gate.num_expert_group;

    for (int token = get_group_id(0); token < num_tokens; token += get_num_groups(0)) {
        __global int *ids = topk_ids + topk_ids_at + (long)token * gate.topk;
        __global float *weights = topk_weights + topk_weights_at + (long)token * gate.topk;
        if (token >= num_token_non_padded) {
            for (int column = lane; column < gate.topk; column += LANES) {
                ids[column] = -1;
                weights[column] = 0.0f;
            }
            continue;
        }
        long at = logits_at + token * logits_row_stride;
        Row row = {0.0f, 0.0f};
        if (gate.scoring_func == SOFTMAX) {
            row = softmax_row(gate, logits, at, partial_sums, bests);
        }
        for (int i = lane; i < gate.num_experts; i += LANES) {
            float choice = score(gate, row, load_element(gate.logits_dtype, logits, at + i));
            if (gate.bias_dtype != ABSENT) {
                choice += load_element(gate.bias_dtype, bias, bias_at + i);
            }
            keys[i] = key_of(choice);
        }
        SYNC();
        if (gate.topk_group < gate.num_expert_group) {
            close_groups(gate, keys, groups, bests);
        }
        for (int column = 0; column < routed; column++) {
            Best best = take_best(keys, gate.num_experts, bests);
            if (lane == 0) {
                chosen[column] = best.key == MASKED ? ~best.id : best.id;
            }
        }
        SYNC();
        // the choices are no longer needed: their place holds the weights that the total adds up
        for (int column = lane; column < routed; column += LANES) {
            int id = chosen[column];
            float weight = id < 0 ? 0.0f : score(gate, row, load_element(gate.logits_dtype, logits, at + id));
            ids[column] = id < 0 ? ~id : id;
            keys[column] = as_int(weight);
        }
        SYNC();
        float total = 0.0f;
        for (int column = 0; column < routed; column++) {
            total += as_float(keys[column]);
        }
        for (int column = lane; column < routed; column += LANES) {
            weights[column] = finish_weight(gate, as_float(keys[column]), total);
        }
        for (int column = routed + lane; column < gate.topk; column += LANES) {
            ids[column] = gate.num_experts + column - routed;
            weights[column] = shared_expert_weight(gate, total);
        }
        SYNC();
    }
}
