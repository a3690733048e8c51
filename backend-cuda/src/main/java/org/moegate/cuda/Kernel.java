package org.moegate.cuda;

import org.bytedeco.cuda.cudart.CUfunc_st;

/**
 * A kernel with the size of its blocks.
 *
 * @param function its handle, good in every context
 * @param threads of a block
 * @param sharedBytes dynamic shared memory of a block
 * @param blocksAtOnce how many the device can hold
 */
record Kernel(CUfunc_st function, int threads, int sharedBytes, long blocksAtOnce) {}
