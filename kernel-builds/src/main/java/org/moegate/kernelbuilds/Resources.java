package org.moegate.kernelbuilds;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A driver's objects that go together: released in the reverse order of their making, all of them even where one fails. For one
 * thread at a time.
 */
public final class Resources implements AutoCloseable {

    /** Objects of this process that wait for their release. */
    private static final AtomicLong HELD = new AtomicLong();

    /** Throws where a driver's call returned an error. */
    @FunctionalInterface
    public interface Check {

        /**
         * Looks at a call's result.
         *
         * @param call the function's name
         * @param code what it returned
         * @throws RuntimeException if that is an error
         */
        void check(String call, int code);
    }

    private record Release(String call, IntSupplier release) {}

    private final Check check;
    private final Deque<Release> releases = new ArrayDeque<>();

    /**
     * Holds nothing yet.
     *
     * @param check judges what releases return
     */
    public Resources(Check check) {
        this.check = check;
    }

    /**
     * For tests that look for leaks.
     *
     * @return how many objects of this process wait for their release
     */
    public static long held() {
        return HELD.get();
    }

    /**
     * Takes over an object.
     *
     * @param call the function that releases it, by name
     * @param release calls it and returns its result
     */
    public void own(String call, IntSupplier release) {
        releases.push(new Release(call, release));
        HELD.incrementAndGet();
    }

    @Override
    public void close() {
        @Nullable RuntimeException failure = null;
        while (!releases.isEmpty()) {
            Release next = releases.pop();
            HELD.decrementAndGet();
            try {
                check.check(next.call, next.release.getAsInt());
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
