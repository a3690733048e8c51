// The kernels of rows.h.

#define BATCH_OF_ARGUMENTS                                         \
    {num_tokens,                                                   \
     num_token_non_padded,                                         \
     logits + logits_at * element_bytes(LOGITS_DTYPE),             \
     logits_row_stride,                                            \
     bias + bias_at * element_bytes(BIAS_DTYPE),                   \
     topk_ids + topk_ids_at,                                       \
     topk_weights + topk_weights_at}

__kernel __attribute__((reqd_work_group_size(32 * WARPS, 1, 1)))
void route_rows(BATCH) {
    // loads of 16 bytes
    __local int4 memory[WARPS * ROWS_IN_WARP * ROW_WORDS / 4];
    const Batch batch = BATCH_OF_ARGUMENTS;
    route_rows_of_block(batch, (__local int *)memory);
}

#if SPLIT_WARPS > 1

__kernel __attribute__((reqd_work_group_size(32 * SPLIT_WARPS, 1, 1)))
void route_split(BATCH) {
    __local int4 memory[ROW_WORDS / 4];
    const Batch batch = BATCH_OF_ARGUMENTS;
    route_row_of_block(batch, (__local int *)memory);
}

#endif
