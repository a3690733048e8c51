package org.moegate.conformance.rules;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.moegate.conformance.judge.Subject;

/**
 * Looks for what calls leave behind. A leak leaves it in every round of calls; what the JVM happens to take for itself is not
 * there in each, so that what a process holds is suspect only until a round has left it as it was.
 */
final class Growth {

    private static final int ROUNDS = 3;
    private static final int MOST_ROUNDS = 10;

    /** Calls after which a round looks whether it should better end: nobody wants ten thousand threads. */
    private static final int BETWEEN_LOOKS = 128;

    /**
     * What a machine must not run out of, as far as it is quickly counted, and how many times what is allowed ends a round. Of
     * memory it takes more than the heap gives back at a time.
     */
    private static final Map<Holding, Integer> DANGERS =
            Map.of(Holding.THREADS, 8, Holding.HANDLES, 8, Holding.RESIDENT_MEMORY, 64);

    private static final long SETTLING_NANOS = 20_000_000;
    private static final int MOST_SETTLING = 5;

    /** A compiler that is at work makes the process grow, so that its size says nothing then. */
    private static final long MOST_COMPILER_MILLIS = 20;

    /** How many times what is allowed a compiler may take in every round, at the very most. */
    private static final int MOST_OF_COMPILERS = 32;

    private final Subject gate;
    private final String calls;
    private final int wanted;
    private final IntConsumer call;
    private final LongRun time;
    private final Set<Holding> suspects = EnumSet.noneOf(Holding.class);
    private final Map<Holding, Integer> roundsOfGrowth = new EnumMap<>(Holding.class);
    private final Map<Holding, String> leaks = new EnumMap<>(Holding.class);
    private int made;
    private Footprint before = new Footprint();
    private Footprint after = before;

    /** Calls, so many a round, which are told their number. */
    Growth(Subject gate, String calls, int wanted, IntConsumer call) {
        this.gate = gate;
        this.calls = calls;
        this.wanted = wanted;
        this.call = call;
        time = new LongRun(gate);
        for (Holding holding : Holding.values()) {
            if (holding.held().isPresent()) {
                suspects.add(holding);
            }
        }
    }

    /** Fails the rule if the process holds more of anything after every round. */
    void check() {
        time.run(calls, Math.ceilDiv(wanted, 10), call);
        for (int round = 0; round < MOST_ROUNDS && !suspects.isEmpty(); round++) {
            settle();
            long compiled = compilerMillis();
            runRound();
            keepWhatGrew();
            judge(compilerMillis() - compiled > MOST_COMPILER_MILLIS);
            if (round + 1 >= ROUNDS && time.isOver()) {
                break;
            }
        }
        if (!leaks.isEmpty()) {
            throw gate.failure(
                    String.format("%,d %s, again and again", made, calls),
                    "each time they left behind " + String.join(", ", leaks.values()));
        }
        suspects.forEach(holding -> gate.leaveOut("growth of " + holding + ": other things changed it all the time"));
    }

    /** Counts the rounds in which a suspect grew, as far as they say something; enough of them are proof. */
    private void judge(boolean compiling) {
        for (Holding holding : EnumSet.copyOf(suspects)) {
            long growth = after.growth(holding, before);
            // what shrank let go of something old, and may hide something new
            boolean compilers = compiling
                    && holding == Holding.RESIDENT_MEMORY
                    && growth < MOST_OF_COMPILERS * holding.allowed(made);
            boolean says = growth > 0 && !compilers;
            int rounds = roundsOfGrowth.merge(holding, says ? 1 : 0, Integer::sum);
            if (rounds == ROUNDS) {
                suspects.remove(holding);
                leaks.put(holding, String.format("%,d %s", growth, holding));
            }
        }
    }

    /** Waits until nothing is let go of any more, so that the end of something old does not hide something new. */
    private void settle() {
        collect();
        before = Footprint.now(suspects);
        for (int look = 0; look < MOST_SETTLING; look++) {
            Footprint earlier = before;
            collect();
            before = Footprint.now(suspects);
            if (suspects.stream().allMatch(holding -> before.growth(holding, earlier) >= -holding.allowed(0))) {
                return;
            }
        }
    }

    private void runRound() {
        for (made = 0; made < wanted; made++) {
            if (made % BETWEEN_LOOKS == 0) {
                if (runsAway()) {
                    return;
                }
                // some calls there must be, or nothing is seen of a leak that makes them slow
                if (made > 0 && time.isOver()) {
                    gate.leaveOut("rounds of %,d %s: one had %,d when time was up".formatted(wanted, calls, made));
                    return;
                }
            }
            call.accept(made);
        }
    }

    /** Whether so much more is held already that the rest of the round would only do harm. */
    private boolean runsAway() {
        Set<Holding> dangers = EnumSet.copyOf(DANGERS.keySet());
        dangers.retainAll(suspects);
        Footprint now = Footprint.now(dangers);
        return dangers.stream()
                .anyMatch(holding ->
                        now.growth(holding, before) > DANGERS.getOrDefault(holding, 1) * holding.allowed(wanted));
    }

    private void keepWhatGrew() {
        for (int look = 0; look < MOST_SETTLING && !suspects.isEmpty(); look++) {
            collect();
            after = Footprint.now(suspects);
            suspects.removeIf(holding -> Math.abs(after.growth(holding, before)) <= holding.allowed(made));
        }
    }

    /** What was let go of takes its time: cleaners run after the collector, and threads end after they were told to. */
    private static void collect() {
        System.gc();
        LockSupport.parkNanos(SETTLING_NANOS);
    }

    private static long compilerMillis() {
        @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler == null || !compiler.isCompilationTimeMonitoringSupported()
                ? 0
                : compiler.getTotalCompilationTime();
    }
}
