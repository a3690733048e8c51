package org.moegate;

import static org.moegate.SegmentChecks.requireApart;
import static org.moegate.SegmentChecks.requirePresent;
import static org.moegate.SegmentChecks.requireSize;
import static org.moegate.SegmentChecks.requireUsable;
import static org.moegate.SegmentChecks.requireWritable;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.RouteNumbers;

/**
 * Holds a call's arguments to the contract before any memory is touched. The checks that pass allocate nothing; messages are
 * built only for those that fail.
 */
final class CallChecks {

    private final PlanRequest request;
    private final int numExperts;
    private final int topk;
    private final int logitsElement;
    private final @Nullable DType biasDType;

    CallChecks(PlanRequest request) {
        this.request = request;
        this.numExperts = request.spec().numExperts();
        this.topk = request.spec().topk();
        this.logitsElement = request.logitsDType().byteSize();
        this.biasDType = request.biasDType();
    }

    void check(
            int numTokens,
            int numTokenNonPadded,
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            MemorySegment topkIds,
            MemorySegment topkWeights) {
        requireAllPresent(logits, topkIds, topkWeights);
        RouteNumbers.check(request.spec(), numTokens, numTokenNonPadded, logitsRowStride);
        long logitsBytes = requireSize("logits", logits, numTokens, logitsRowStride, numExperts, logitsElement);
        long idsBytes = requireSize("topkIds", topkIds, numTokens, topk, topk, Integer.BYTES);
        long weightsBytes = requireSize("topkWeights", topkWeights, numTokens, topk, topk, Float.BYTES);
        requireUsable("logits", logits, logitsBytes, logitsElement);
        requireUsable("topkIds", topkIds, idsBytes, Integer.BYTES);
        requireUsable("topkWeights", topkWeights, weightsBytes, Float.BYTES);
        requireWritable("topkIds", topkIds);
        requireWritable("topkWeights", topkWeights);
        requireApart("topkIds", topkIds, idsBytes, "logits", logits, logitsBytes);
        requireApart("topkWeights", topkWeights, weightsBytes, "logits", logits, logitsBytes);
        requireApart("topkIds", topkIds, idsBytes, "topkWeights", topkWeights, weightsBytes);
        if ((bias == null) != (biasDType == null)) {
            throw new IllegalArgumentException(
                    bias == null
                            ? "bias = null: the plan was compiled for a bias of " + biasDType
                            : "bias = " + bias + ": must be null, the plan was compiled without a bias");
        }
        if (bias != null && biasDType != null) {
            long biasBytes = requireSize("bias", bias, 1, numExperts, numExperts, biasDType.byteSize());
            requireUsable("bias", bias, biasBytes, biasDType.byteSize());
            requireApart("topkIds", topkIds, idsBytes, "bias", bias, biasBytes);
            requireApart("topkWeights", topkWeights, weightsBytes, "bias", bias, biasBytes);
        }
    }

    private static void requireAllPresent(
            @Nullable Object logits, @Nullable Object topkIds, @Nullable Object topkWeights) {
        requirePresent("logits", logits);
        requirePresent("topkIds", topkIds);
        requirePresent("topkWeights", topkWeights);
    }

    void requireArrays(float[] logits, float @Nullable [] bias, int[] topkIds, float[] topkWeights) {
        requireAllPresent(logits, topkIds, topkWeights);
        if (request.logitsDType() != DType.F32) {
            throw new IllegalArgumentException(
                    "logits = float[]: the plan was compiled for logits of " + request.logitsDType());
        }
        if (bias != null && biasDType != null && biasDType != DType.F32) {
            throw new IllegalArgumentException("bias = float[]: the plan was compiled for a bias of " + biasDType);
        }
    }

    void requireBuffers(Buffer logits, @Nullable Buffer bias, Buffer topkIds, Buffer topkWeights) {
        requireAllPresent(logits, topkIds, topkWeights);
        requireKind("logits", logits, request.logitsDType().name(), elementBuffer(request.logitsDType()));
        if (bias != null && biasDType != null) {
            requireKind("bias", bias, biasDType.name(), elementBuffer(biasDType));
        }
        requireKind("topkIds", topkIds, "int32", IntBuffer.class);
        requireKind("topkWeights", topkWeights, "float32", FloatBuffer.class);
    }

    private static Class<? extends Buffer> elementBuffer(DType dtype) {
        return dtype == DType.F32 ? FloatBuffer.class : ShortBuffer.class;
    }

    private static void requireKind(String name, Buffer buffer, String elements, Class<? extends Buffer> kind) {
        // a byte buffer's order is that of its accessors, which nobody uses here
        if (!(buffer instanceof ByteBuffer) && !kind.isInstance(buffer)) {
            // not the buffer itself: as text, a CharBuffer is its contents
            throw new IllegalArgumentException(name + " = " + buffer.getClass().getSimpleName()
                    + ": must be a ByteBuffer or a " + kind.getSimpleName() + " of " + elements);
        }
        ByteOrder order = orderOf(buffer);
        if (order != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException(
                    name + " = " + buffer + ": is " + order + ", must be of native order " + ByteOrder.nativeOrder());
        }
    }

    private static ByteOrder orderOf(Buffer buffer) {
        return switch (buffer) {
            case FloatBuffer floats -> floats.order();
            case ShortBuffer shorts -> shorts.order();
            case IntBuffer ints -> ints.order();
            default -> ByteOrder.nativeOrder();
        };
    }
}
