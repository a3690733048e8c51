package org.moegate.opencl;

import java.lang.foreign.MemorySegment;
import org.jocl.cl_command_queue;
import org.jspecify.annotations.Nullable;

/** Values of four bytes that host and device both see, with room that grows. */
final class StagedInts implements AutoCloseable {

    private static final int FEWEST = 1024;

    private final OpenClDevice device;
    private final DeviceContext context;
    private final cl_command_queue queue;
    private final DeviceArray array;
    private @Nullable StagedBuffer buffer;
    private long room;

    /** No values yet; {@code array} is told where they come to lie. */
    StagedInts(OpenClDevice device, DeviceContext context, cl_command_queue queue, DeviceArray array) {
        this.device = device;
        this.context = context;
        this.queue = queue;
        this.array = array;
    }

    /** Has room for a number of values; those that were there may be gone. */
    StagedBuffer ensure(long count) {
        StagedBuffer old = buffer;
        if (old != null && count <= room) {
            return old;
        }
        if (old != null) {
            buffer = null;
            old.close();
        }
        long grown = Math.max(FEWEST, Math.max(count, Math.min(2 * count, Integer.MAX_VALUE)));
        StagedBuffer made = new StagedBuffer(device, context.handle(), queue, grown * Integer.BYTES);
        buffer = made;
        room = grown;
        array.set(made.buffer(), 0);
        return made;
    }

    void upload(MemorySegment values, int count) {
        StagedBuffer staged = ensure(count);
        long bytes = (long) count * Integer.BYTES;
        if (bytes > 0) {
            MemorySegment.copy(values, 0, staged.host(), 0, bytes);
            staged.upload(bytes);
        }
    }

    /** Once all that was enqueued before is done. */
    void download(MemorySegment values, int count) {
        StagedBuffer staged = ensure(count);
        long bytes = (long) count * Integer.BYTES;
        if (bytes > 0) {
            staged.download(bytes);
            MemorySegment.copy(staged.host(), 0, values, 0, bytes);
        }
    }

    @Override
    public void close() {
        if (buffer != null) {
            buffer.close();
        }
    }
}
