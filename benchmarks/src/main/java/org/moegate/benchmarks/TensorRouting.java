package org.moegate.benchmarks;

import org.bytedeco.pytorch.Tensor;

/**
 * What {@link TensorLibraryGate} returned, alive beyond the scope it was made in until it is closed.
 *
 * @param ids int64, [tokens, topk]
 * @param weights float32, [tokens, topk]
 */
record TensorRouting(Tensor ids, Tensor weights) implements AutoCloseable {

    TensorRouting {
        ids.retainReference();
        weights.retainReference();
    }

    void copyTo(Routing routing) {
        long[] wideIds = new long[routing.ids.length];
        ids.data_ptr_long().get(wideIds);
        for (int i = 0; i < wideIds.length; i++) {
            routing.ids[i] = Math.toIntExact(wideIds[i]);
        }
        weights.data_ptr_float().get(routing.weights);
    }

    @Override
    public void close() {
        ids.releaseReference();
        weights.releaseReference();
    }
}
