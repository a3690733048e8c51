package org.moegate.cuda;

import org.moegate.GateSpec;

/** The kernels that route a gate's batches, small and large ones, each of at least one token. */
interface GateKernels {

    /** The kernel for a batch. */
    Kernel kernel(int tokens);

    /** How many blocks of it. */
    int blocks(int tokens);

    /** Device memory besides the batch's own; mostly 0. */
    long scratchBytes(int tokens);

    /**
     * Those of {@code rows.cu}.
     *
     * @param rows a warp a row, or a part of one
     * @param split a block a row
     * @param rowsPerBlock of {@code rows}
     * @param mostSplitTokens the largest batch for {@code split}
     */
    record Rows(Kernel rows, Kernel split, int rowsPerBlock, int mostSplitTokens) implements GateKernels {

        @Override
        public Kernel kernel(int tokens) {
            return tokens <= mostSplitTokens ? split : rows;
        }

        @Override
        public int blocks(int tokens) {
            return tokens <= mostSplitTokens ? tokens : Math.ceilDiv(tokens, rowsPerBlock);
        }

        @Override
        public long scratchBytes(int tokens) {
            return 0;
        }
    }

    /**
     * That of {@code tiled.cu}.
     *
     * @param kernel a block a row, in turns
     * @param device where it runs
     * @param spec the gate, an argument
     */
    record Tiled(Kernel kernel, DeviceFacts device, GateSpec spec) implements GateKernels {

        @Override
        public Kernel kernel(int tokens) {
            return kernel;
        }

        @Override
        public int blocks(int tokens) {
            return KernelTable.tiledBlocks(device, spec, tokens);
        }

        @Override
        public long scratchBytes(int tokens) {
            return KernelTable.tiledKeysFitSharedMemory(device, spec) ? 0 : blocks(tokens) * KernelTable.keyBytes(spec);
        }
    }
}
