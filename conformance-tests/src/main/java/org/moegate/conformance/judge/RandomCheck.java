package org.moegate.conformance.judge;

import java.util.Optional;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.Routing;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.cases.Shrinker;

/** Runs the case of a seed, and cuts it down if the device fails it. */
public final class RandomCheck {

    private RandomCheck() {}

    /** Requires of the seed's case what the grade allows. */
    public static void check(Subject subject, long seed) {
        RoutingCase drawn = RandomCases.draw(seed);
        if (fails(subject, drawn)) {
            subject.check(Shrinker.shrink(drawn, smaller -> fails(subject, smaller)));
            // a gate that fails only now and then may pass the second time
            throw subject.failure(drawn, "wrong at first, right when run again");
        }
    }

    private static boolean fails(Subject subject, RoutingCase of) {
        try {
            Optional<Routing> actual = subject.route(of);
            return actual.isPresent()
                    && Judge.firstDifference(of, actual.get(), subject.grade()).isPresent();
        } catch (AssertionError thrown) {
            // told when the smallest such case runs again
            return true;
        }
    }
}
