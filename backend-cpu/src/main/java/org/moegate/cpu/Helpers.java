package org.moegate.cpu;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.moegate.Threads;

/** The helpers of a plan, which all its calls share: each call takes those that are free. */
final class Helpers implements AutoCloseable {

    private static final String THREAD_NAME = "moegate-helper-";

    /** Of all plans: what limits threads, limits a process, a user or a machine. */
    private static final ThreadSource OWN_THREADS = new ThreadSource("the start of a thread");

    private final Helper[] helpers;

    private Helpers(Helper[] helpers) {
        this.helpers = helpers;
    }

    /** One fewer than the threads that may work on a call, as the caller is one of them. */
    static Helpers of(Threads threads, Supplier<CurrentRouter> routers) {
        Helper[] helpers = new Helper[threads.parallelism() - 1];
        Executor executor = threads.executor().orElse(null);
        if (executor == null) {
            ThreadFactory factory = Thread.ofPlatform()
                    .daemon()
                    .inheritInheritableThreadLocals(false)
                    .name(THREAD_NAME, 1)
                    .factory();
            Arrays.setAll(helpers, i -> new OwnThreadHelper(factory, OWN_THREADS, routers));
        } else {
            ThreadSource source = new ThreadSource("the caller's executor");
            Arrays.setAll(helpers, i -> new ExecutorHelper(executor, source, routers));
        }
        return new Helpers(helpers);
    }

    int count() {
        return helpers.length;
    }

    /** Asks free helpers to join a call, as many as are wanted or fewer. */
    void recruit(SharedCall call, int wanted) {
        int left = wanted;
        for (int i = 0; i < helpers.length && left > 0; i++) {
            if (helpers[i].recruit(call)) {
                left--;
            }
        }
    }

    /** Takes back what helpers have not begun on. */
    void dismiss(SharedCall call) {
        for (Helper helper : helpers) {
            helper.dismiss(call);
        }
    }

    /** Ends the threads of the plan's own; an executor is the caller's. */
    @Override
    public void close() {
        for (Helper helper : helpers) {
            if (helper instanceof OwnThreadHelper own) {
                own.close();
            }
        }
    }
}
