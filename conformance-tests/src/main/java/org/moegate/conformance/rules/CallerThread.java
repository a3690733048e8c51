package org.moegate.conformance.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a thread is to those who run on it.
 *
 * @param interrupted whether its interrupt flag is set
 * @param priority as the scheduler has it
 * @param name as logs show it
 * @param loader its context class loader
 * @param handler of what it does not catch
 */
record CallerThread(
        boolean interrupted,
        int priority,
        String name,
        @Nullable ClassLoader loader,
        Thread.@Nullable UncaughtExceptionHandler handler) {

    /** The current thread, as it is now. */
    static CallerThread now() {
        Thread current = Thread.currentThread();
        return new CallerThread(
                current.isInterrupted(),
                current.getPriority(),
                current.getName(),
                current.getContextClassLoader(),
                current.getUncaughtExceptionHandler());
    }

    /** What is another one after a call, in words; empty if nothing is. */
    String changesIn(CallerThread after) {
        List<String> changes = new ArrayList<>();
        note(changes, "its interrupt flag", interrupted, after.interrupted);
        note(changes, "its priority", priority, after.priority);
        note(changes, "its name", name, after.name);
        note(changes, "its context class loader", loader, after.loader);
        note(changes, "its handler of uncaught exceptions", handler, after.handler);
        return String.join(", ", changes);
    }

    private static void note(List<String> changes, String what, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changes.add(what + " was " + before + ", is " + after);
        }
    }

    /** Runs a task on a thread that is unlike the usual ones in all that a call might change, and throws what it threw. */
    @SuppressWarnings("ThreadPriorityCheck") // not relied on, only looked at
    static void run(Runnable task) {
        List<Throwable> thrown = new ArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                thrown.add(e);
            }
        });
        caller.setName("a caller of the conformance kit");
        caller.setPriority(Thread.NORM_PRIORITY - 1);
        caller.setContextClassLoader(new Loader(CallerThread.class.getClassLoader()));
        caller.setUncaughtExceptionHandler((thread, e) -> thrown.add(e));
        caller.start();
        try {
            caller.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while a caller ran", e);
        }
        if (!thrown.isEmpty()) {
            if (thrown.getFirst() instanceof RuntimeException exception) {
                throw exception;
            }
            throw (Error) thrown.getFirst();
        }
    }

    private static final class Loader extends ClassLoader {
        Loader(@Nullable ClassLoader parent) {
            super("the caller's", parent);
        }
    }
}
