package org.moegate.conformance.rules;

import java.time.Duration;
import java.util.function.IntConsumer;
import org.moegate.conformance.judge.Subject;

/** Calls without end in sight, in the time that a slow device has for them. */
final class LongRun {

    /** More than 16 bits count, with a sign or without. */
    static final int CALLS = 70_000;

    /** Of four calls each: for every kind of them, more than 16 bits count with a sign, and for a worker more than without. */
    static final int ROUNDS = 40_000;

    private final Subject gate;
    private final Duration limit;
    private final long start = System.nanoTime();

    LongRun(Subject gate) {
        this.gate = gate;
        this.limit = gate.effort().longRun();
    }

    /** Makes calls that are told their number, from 0 on; if time is up before the last, the certificate says so. */
    void run(String calls, int wanted, IntConsumer call) {
        for (int number = 0; number < wanted; number++) {
            if (isOver()) {
                gate.leaveOut("of %,d %s those from the %,dth on: %d seconds were up"
                        .formatted(wanted, calls, number + 1, limit.toSeconds()));
                return;
            }
            call.accept(number);
        }
    }

    /** Whether time is up. */
    boolean isOver() {
        return System.nanoTime() - start > limit.toNanos();
    }
}
