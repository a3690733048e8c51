package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUctxCreateParams;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.PlanRequest;
import org.moegate.spi.Capability;

/**
 * An engine's part of the machine's first GPU: a context, current on the thread that made this, a stream, and memory. A test that
 * asks for it is skipped where there is no GPU.
 */
final class Gpu implements AutoCloseable {

    private final CUctx_st context = new CUctx_st();
    private final CUstream_st stream = new CUstream_st();
    private final boolean ownContext;
    private final List<Long> allocated = new ArrayList<>();

    private Gpu(boolean ownContext) {
        this.ownContext = ownContext;
        Capability availability = Driver.found().availability();
        assumeTrue(availability.possible(), "cuda cannot run: " + availability.reason());
        if (ownContext) {
            check(cuCtxCreate(context, (CUctxCreateParams) null, 0, 0));
        } else {
            check(cuDevicePrimaryCtxRetain(context, 0));
            check(cuCtxPushCurrent(context));
        }
        check(cuStreamCreate(stream, CU_STREAM_NON_BLOCKING));
    }

    static Gpu inPrimaryContext() {
        return new Gpu(false);
    }

    static Gpu inContextOfItsOwn() {
        return new Gpu(true);
    }

    static GatePlan plan(PlanRequest request) {
        return Backends.builder()
                .provider(new CudaBackendProvider())
                .force("cuda:0")
                .build()
                .plan(request);
    }

    CUstream_st stream() {
        return stream;
    }

    long allocate(long bytes) {
        long[] address = new long[1];
        check(cuMemAlloc(address, bytes));
        allocated.add(address[0]);
        check(cuMemsetD8(address[0], (byte) 0xee, bytes));
        return address[0];
    }

    void write(long address, MemorySegment contents) {
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) contents.byteSize()).order(ByteOrder.nativeOrder());
        MemorySegment.ofBuffer(bytes).copyFrom(contents);
        check(cuMemcpyHtoD(address, new BytePointer(bytes), contents.byteSize()));
        // such a copy may return before the GPU has it, and other streams do not wait for it
        check(cuCtxSynchronize());
    }

    void read(long address, MemorySegment contents) {
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) contents.byteSize()).order(ByteOrder.nativeOrder());
        check(cuMemcpyDtoH(new BytePointer(bytes), address, contents.byteSize()));
        contents.copyFrom(MemorySegment.ofBuffer(bytes));
    }

    void finish() {
        check(cuStreamSynchronize(stream));
    }

    static void check(int code) {
        assertEquals(CUDA_SUCCESS, code, "CUDA's result");
    }

    @Override
    public void close() {
        finish();
        allocated.forEach(address -> check(cuMemFree(address)));
        check(cuStreamDestroy(stream));
        if (ownContext) {
            check(cuCtxDestroy(context));
        } else {
            check(cuCtxPopCurrent(null));
            check(cuDevicePrimaryCtxRelease(0));
        }
    }
}
