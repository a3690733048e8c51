package org.moegate.conformance.rules;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.moegate.GateSpec;

/**
 * Every number of experts, with every number of groups that divides it, with every topk: first each pair of experts and groups
 * with one topk, which changes from one to the next, then each with another, until all have had all.
 */
final class Sweep {

    private static final int MOST_EXPERTS = 1024;
    private static final int MOST_GROUPS = 64;
    private static final int MOST_TOPK = 64;

    private Sweep() {}

    /** The first shapes, or fewer evenly out of the first round where not even one of them is wanted whole. */
    static Stream<GateSpec> shapes(long wanted) {
        int[][] pairs = IntStream.rangeClosed(1, MOST_EXPERTS)
                .boxed()
                .flatMap(experts -> IntStream.rangeClosed(1, Math.min(experts, MOST_GROUPS))
                        .filter(groups -> experts % groups == 0)
                        .mapToObj(groups -> new int[] {experts, groups}))
                .toArray(int[][]::new);
        if (wanted < pairs.length) {
            return IntStream.range(0, (int) wanted)
                    .map(i -> (int) (i * (long) pairs.length / wanted))
                    .mapToObj(number -> shape(pairs[number], number, 0));
        }
        return IntStream.range(0, MOST_TOPK)
                .boxed()
                .flatMap(round -> IntStream.range(0, pairs.length)
                        .filter(number -> round < mostTopk(pairs[number], openGroups(pairs[number], number)))
                        .mapToObj(number -> shape(pairs[number], number, round)))
                .limit(wanted);
    }

    private static GateSpec shape(int[] pair, int number, int round) {
        int open = openGroups(pair, number);
        // a step without a common divisor with the ranges, so that neighbours differ
        int topk = 1 + (number * 29 + round) % mostTopk(pair, open);
        return GateSpec.builder(pair[0], topk)
                .numExpertGroup(pair[1])
                .topkGroup(open)
                .build();
    }

    private static int openGroups(int[] pair, int number) {
        return 1 + number * 7 % pair[1];
    }

    private static int mostTopk(int[] pair, int open) {
        return Math.min(MOST_TOPK, open * (pair[0] / pair[1]));
    }
}
