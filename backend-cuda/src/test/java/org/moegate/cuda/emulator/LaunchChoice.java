package org.moegate.cuda.emulator;

/**
 * How a batch is launched.
 *
 * @param kernel its name
 * @param lanes that route a row, of a kernel that is built for one gate
 * @param keys experts of a lane, likewise
 * @param run how many of them lie side by side, likewise
 * @param warps of a block, likewise
 * @param splitWarps that route a row together, likewise
 * @param blocks how many
 * @param threads of a block
 * @param sharedBytes of a block
 * @param scratchBytes of all blocks
 */
public record LaunchChoice(
        String kernel,
        int lanes,
        int keys,
        int run,
        int warps,
        int splitWarps,
        int blocks,
        int threads,
        int sharedBytes,
        long scratchBytes) {}
