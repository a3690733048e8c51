package org.moegate.opencl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.jocl.CL;
import org.jspecify.annotations.Nullable;

/** OpenCL objects that go together: released in the reverse order of their making, all of them even where one fails. */
final class Resources implements AutoCloseable {

    /** Objects of this process that wait for their release. */
    private static final AtomicLong HELD = new AtomicLong();

    private record Release(String call, IntSupplier release) {}

    private final String device;
    private final Deque<Release> releases = new ArrayDeque<>();

    Resources(String device) {
        this.device = device;
    }

    /** For tests that look for leaks. */
    static long held() {
        return HELD.get();
    }

    /** Takes over an object. */
    void own(String call, IntSupplier release) {
        releases.push(new Release(call, release));
        HELD.incrementAndGet();
    }

    @Override
    public void close() {
        @Nullable RuntimeException failure = null;
        while (!releases.isEmpty()) {
            Release next = releases.pop();
            HELD.decrementAndGet();
            int code = next.release.getAsInt();
            if (code != CL.CL_SUCCESS && failure == null) {
                failure = ErrorText.failure(next.call, code, device);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
