package org.moegate.kernelmutation;

/**
 * What became of a mutant.
 *
 * @param kind killed or not
 * @param by the test that noticed, or what else ended the trial
 * @param because what that test said; empty where there is none
 */
record Verdict(Kind kind, String by, String because) {

    /** The ends that a trial has. */
    enum Kind {
        /** A test failed, or the JVM died. */
        KILLED,
        /** No test ended within the time limit: an endless loop, or a standstill. */
        TIMED_OUT,
        /** All tests passed. */
        SURVIVED,
        /** It is no program, so no test could run it. */
        NOT_COMPILED
    }
}
