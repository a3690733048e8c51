package org.moegate.cpu;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.ScoringFunc;

/**
 * Brings vector code to its speed before anybody waits for it. Until the JVM has compiled it, which takes a second or two,
 * an operation on vectors is a thousand times slower than afterwards; scalar code gives the same bits, and is not. So calls
 * run scalar code at first, while a thread of its own has the vector code compiled. That happens once in a process for all
 * gates that run through the same code, and the thread ends by itself.
 *
 * <p>A JVM that gets little processor time compiles later or not at all. So a warm-up that has come to nothing is tried again as
 * calls go on, less and less often; the log says so the first time, and again when there will be no other.
 */
final class VectorWarmUp {

    private static final Logger LOG = System.getLogger("org.moegate");

    private static final long PATIENCE_SECONDS = 60;

    /** With the pauses between them they take half an hour and a few minutes of one processor, if calls come all the time. */
    private static final int MOST_ATTEMPTS = 6;

    private static final ConcurrentMap<CodePath, Attempts> STARTED = new ConcurrentHashMap<>();

    private static final Set<Level> SAID = ConcurrentHashMap.newKeySet();

    private VectorWarmUp() {}

    /** What decides which code a gate's rows run through. */
    private record CodePath(ScoringFunc func, boolean groups, boolean lanes, int ranking) {

        static CodePath of(GateSpec spec) {
            return new CodePath(
                    spec.scoringFunc(),
                    spec.topkGroup() < spec.numExpertGroup(),
                    VectorSupport.runsInLanes(spec),
                    VectorSupport.rankingOf(spec));
        }
    }

    /** The warm-up of a gate's code: under way, over, or started now. */
    static Attempts of(GateSpec spec) {
        Attempts attempts = STARTED.computeIfAbsent(
                CodePath.of(spec),
                path -> new Attempts(
                        new VectorWarmUpAttempt(spec, PATIENCE_SECONDS),
                        MOST_ATTEMPTS,
                        new Backoff(TimeUnit.MINUTES.toNanos(1), TimeUnit.MINUTES.toNanos(16), System::nanoTime),
                        task -> Thread.ofPlatform()
                                .daemon()
                                .inheritInheritableThreadLocals(false)
                                .name("moegate-warm-up")
                                .start(task),
                        VectorWarmUp::report));
        attempts.haveSucceeded();
        return attempts;
    }

    /** The reason is the JVM's or the machine's, so one word is enough for all code. */
    static void report(int failures, boolean forGood, @Nullable Throwable thrown) {
        if (forGood) {
            say(
                    Level.WARNING,
                    "cpu:vector runs scalar code for good, the same bits but slower: its vector code was not warm after "
                            + failures
                            + " attempts; the JVM gets too little processor time, or does without its compiler C2",
                    thrown);
        } else {
            say(
                    Level.INFO,
                    "cpu:vector still runs scalar code, the same bits but slower: its vector code is not warm yet;"
                            + " that is tried again as calls go on",
                    thrown);
        }
    }

    private static void say(Level level, String sentence, @Nullable Throwable thrown) {
        if (SAID.add(level)) {
            LOG.log(level, sentence, thrown);
        }
    }
}
