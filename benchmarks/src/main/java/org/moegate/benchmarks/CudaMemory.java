package org.moegate.benchmarks;

import static org.bytedeco.cuda.global.cudart.*;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** An engine's part of CUDA: the primary context, current on the thread that made this, a stream, and memory. */
final class CudaMemory implements AutoCloseable {

    /** As many kernels as make what starts and ends a graph small. */
    private static final int KERNELS_A_GRAPH = 100;

    private final int device;
    private final CUstream_st stream = new CUstream_st();
    private final CUevent_st start = new CUevent_st();
    private final CUevent_st end = new CUevent_st();
    private final List<Long> allocated = new ArrayList<>();

    CudaMemory(int device) {
        this.device = device;
        check(cuInit(0));
        CUctx_st context = new CUctx_st();
        check(cuDevicePrimaryCtxRetain(context, device));
        check(cuCtxSetCurrent(context));
        check(cuStreamCreate(stream, CU_STREAM_NON_BLOCKING));
        check(cuEventCreate(start, CU_EVENT_DEFAULT));
        check(cuEventCreate(end, CU_EVENT_DEFAULT));
    }

    /** The stream's handle. */
    long stream() {
        return stream.address();
    }

    long allocate(long bytes) {
        long[] address = new long[1];
        check(cuMemAlloc(address, bytes));
        allocated.add(address[0]);
        return address[0];
    }

    /** Memory with the contents of a heap segment. */
    long copyOf(MemorySegment segment) {
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) segment.byteSize()).order(ByteOrder.nativeOrder());
        MemorySegment.ofBuffer(bytes).copyFrom(segment);
        long address = allocate(segment.byteSize());
        check(cuMemcpyHtoD(address, new BytePointer(bytes), segment.byteSize()));
        return address;
    }

    byte[] contents(long address, int bytes) {
        byte[] contents = new byte[bytes];
        try (BytePointer host = new BytePointer(bytes)) {
            check(cuMemcpyDtoH(host, address, bytes));
            host.get(contents);
        }
        return contents;
    }

    /** What nobody has allocated yet on the GPU. */
    long freeBytes() {
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer all = new SizeTPointer(1)) {
            check(cuMemGetInfo(free, all));
            return free.get();
        }
    }

    void copy(long from, long to, long bytes) {
        check(cuMemcpyDtoDAsync(to, from, bytes, stream));
    }

    /** Microseconds of one of many commands in a graph, of some replays. */
    double[] microsInGraph(Runnable command, int replays) {
        CUgraph_st graph = new CUgraph_st();
        check(cuStreamBeginCapture(stream, CU_STREAM_CAPTURE_MODE_THREAD_LOCAL));
        for (int i = 0; i < KERNELS_A_GRAPH; i++) {
            command.run();
        }
        check(cuStreamEndCapture(stream, graph));
        CUgraphExec_st executable = new CUgraphExec_st();
        check(cuGraphInstantiate(executable, graph, 0));
        double[] micros = microsByEvents(() -> check(cuGraphLaunch(executable, stream)), replays);
        check(cuGraphExecDestroy(executable));
        check(cuGraphDestroy(graph));
        return Arrays.stream(micros).map(all -> all / KERNELS_A_GRAPH).toArray();
    }

    /** Microseconds between an event before and one behind a command, so many times. */
    double[] microsByEvents(Runnable command, int repeats) {
        double[] times = new double[repeats];
        float[] millis = new float[1];
        for (int i = -repeats / 4; i < repeats; i++) {
            check(cuEventRecord(start, stream));
            command.run();
            check(cuEventRecord(end, stream));
            finish();
            check(cuEventElapsedTime(millis, start, end));
            if (i >= 0) {
                times[i] = millis[0] * 1e3;
            }
        }
        return times;
    }

    void finish() {
        check(cuStreamSynchronize(stream));
    }

    /** Stops the benchmark where CUDA fails. */
    static void check(int code) {
        if (code != CUDA_SUCCESS) {
            throw new IllegalStateException("CUDA failed with error " + code);
        }
    }

    @Override
    public void close() {
        finish();
        allocated.forEach(address -> check(cuMemFree(address)));
        check(cuEventDestroy(start));
        check(cuEventDestroy(end));
        check(cuStreamDestroy(stream));
        check(cuDevicePrimaryCtxRelease(device));
    }
}
