// The kernels of rows.h. Their registers are to fit WARPS_AT_ONCE warps on a multiprocessor.

extern "C" __global__ void __launch_bounds__(32 * WARPS, WARPS_AT_ONCE / WARPS) route_rows(const Batch batch) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    route_rows_of_block(batch, static_cast<int *>(shared_memory()));
}

extern "C" __global__ void __launch_bounds__(32 * SPLIT_WARPS) route_split(const Batch batch) {
    wait_for_previous_kernel();
    let_next_kernel_start();
    route_row_of_block(batch, static_cast<int *>(shared_memory()));
}
