package org.moegate.cli;

/** What became of a rule. The worst comes last: a rule is as good as the worst of its tests. */
enum KitOutcome {
    SKIPPED("skipped"),
    PASSED("passed"),
    FAILED("failed");

    private final String word;

    KitOutcome(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
