package org.moegate.conformance.certificate;

/**
 * What became of a test.
 *
 * @param kind passed or not
 * @param message why it was skipped, how it failed, or which requests a passed one did not cover; may be empty
 */
public record Outcome(Kind kind, String message) {

    /** Worst last: a rule's tests together are as good as the worst of them. */
    public enum Kind {
        SKIPPED("skipped"),
        PASSED("passed"),
        FAILED("failed");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
