package org.moegate.kernelbuilds;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.PlanRequest;

/**
 * How host calls pass through two buffers that a device sees as well, some rows at a time: the bias before the logits in one,
 * and the weights behind the ids in the other, so that each way is one transfer. Rows lie close together there, whatever their
 * stride on the host. Offsets are in bytes.
 */
public final class StagingLayout {

    /** What every vector and every type of element is content with. */
    private static final int ALIGNMENT = 64;

    /** Large enough that what transfers and a launch cost by themselves does not show. */
    private static final long MOST_LOGITS_BYTES = 16 << 20;

    private static final int MOST_ROWS = 1 << 16;

    /** Buffers for a lone token would be made anew for the next few. */
    private static final int FEWEST_ROWS = 16;

    private final int numExperts;
    private final int logitsElement;
    private final long rowBytes;
    private final long biasBytes;
    private final long logitsOffset;
    private final long resultBytes;
    private final int mostRows;

    /**
     * The layout for a plan's calls.
     *
     * @param request what the plan was compiled for
     */
    public StagingLayout(PlanRequest request) {
        this.numExperts = request.spec().numExperts();
        this.logitsElement = request.logitsDType().byteSize();
        this.rowBytes = (long) numExperts * logitsElement;
        @Nullable DType biasDType = request.biasDType();
        this.biasBytes = biasDType == null ? 0 : (long) numExperts * biasDType.byteSize();
        this.logitsOffset = Math.ceilDiv(biasBytes, ALIGNMENT) * ALIGNMENT;
        this.resultBytes = (long) request.spec().topk() * Integer.BYTES;
        this.mostRows = Math.clamp(MOST_LOGITS_BYTES / rowBytes, 1, MOST_ROWS);
    }

    /**
     * How many rows go at a time.
     *
     * @return at least 1; of a larger batch, the others follow
     */
    public int mostRows() {
        return mostRows;
    }

    /**
     * How many rows buffers should have room for when a batch comes. They grow by doubling, so that batches of all sizes
     * together have them made anew a few times only.
     *
     * @param numTokens the batch's rows
     * @return all of them or more, but {@link #mostRows} at most
     */
    public int roomFor(int numTokens) {
        int wanted = Math.min(numTokens, mostRows);
        return (int) Math.min(mostRows, Math.max(FEWEST_ROWS, Integer.highestOneBit(wanted - 1 | 1) * 2L));
    }

    /**
     * Whether there is a bias. It is the first thing in the input.
     *
     * @return whether the plan was compiled for one
     */
    public boolean hasBias() {
        return biasBytes > 0;
    }

    /**
     * Where the logits begin in the input.
     *
     * @return a multiple of their elements' size
     */
    public long logitsOffset() {
        return logitsOffset;
    }

    /**
     * The size of one of the logits.
     *
     * @return 2 or 4
     */
    public int logitsElementBytes() {
        return logitsElement;
    }

    /**
     * How far apart rows of the logits are in the input.
     *
     * @return in elements, not bytes
     */
    public long logitsRowStride() {
        return numExperts;
    }

    /**
     * Where the weights begin in the output; the ids are the first thing there.
     *
     * @param rows those of the batch, which need not fill the buffer
     * @return a multiple of their size
     */
    public long weightsOffset(int rows) {
        return rows * resultBytes;
    }

    /**
     * The size of the input.
     *
     * @param rows how many of the logits
     * @return what they and the bias take
     */
    public long inputBytes(int rows) {
        return logitsOffset + rows * rowBytes;
    }

    /**
     * The size of the output.
     *
     * @param rows those of the batch
     * @return what their ids and weights take
     */
    public long outputBytes(int rows) {
        return 2L * rows * resultBytes;
    }

    /**
     * Copies rows of a call to the input.
     *
     * @param logits the call's
     * @param logitsRowStride elements from one row of them to the next
     * @param bias the call's, null exactly where the plan has none
     * @param first the first row's number in the call
     * @param count how many rows; padding is not read, so it need not be copied
     * @param input at least {@link #inputBytes} of as many rows
     */
    public void copyInputs(
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            int first,
            int count,
            MemorySegment input) {
        if (bias != null) {
            MemorySegment.copy(bias, 0, input, 0, biasBytes);
        }
        long strideBytes = logitsRowStride * logitsElement;
        if (strideBytes == rowBytes) {
            MemorySegment.copy(logits, first * rowBytes, input, logitsOffset, count * rowBytes);
        } else {
            for (int row = 0; row < count; row++) {
                MemorySegment.copy(logits, (first + row) * strideBytes, input, logitsOffset + row * rowBytes, rowBytes);
            }
        }
    }

    /**
     * Copies rows of the output to where a call wants them.
     *
     * @param output what a kernel wrote for as many rows
     * @param topkIds the call's
     * @param topkWeights the call's
     * @param first the first row's number in the call
     * @param count how many rows
     */
    public void copyResults(
            MemorySegment output, MemorySegment topkIds, MemorySegment topkWeights, int first, int count) {
        long bytes = count * resultBytes;
        MemorySegment.copy(output, 0, topkIds, first * resultBytes, bytes);
        MemorySegment.copy(output, weightsOffset(count), topkWeights, first * resultBytes, bytes);
    }
}
