package org.moegate.cpu.vector;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;

/** Batcher's odd-even merge network, for any number of inputs. */
final class SortingNetwork {

    private SortingNetwork() {}

    /**
     * The exchanges that the outcome of some places hangs on.
     *
     * @param count inputs
     * @param firstWanted the first of those places, which the greater inputs come to come first
     * @param endWanted the first one behind them
     * @return for each exchange the place that gets the greater input and the one that gets the other, in an order that works
     */
    static int[] exchanges(int count, int firstWanted, int endWanted) {
        BitSet wanted = new BitSet();
        wanted.set(firstWanted, endWanted);
        Deque<int[]> kept = new ArrayDeque<>();
        for (int[] exchange : fromTheLast(count)) {
            if (wanted.get(exchange[0]) || wanted.get(exchange[1])) {
                wanted.set(exchange[0]);
                wanted.set(exchange[1]);
                kept.push(exchange);
            }
        }
        return kept.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** All exchanges, the last one first: sorted runs are merged to runs of twice the length until there is only one. */
    private static Deque<int[]> fromTheLast(int count) {
        Deque<int[]> exchanges = new ArrayDeque<>();
        for (int run = 1; run < count; run *= 2) {
            for (int distance = run; distance > 0; distance /= 2) {
                for (int place = distance % run; place + distance < count; place++) {
                    boolean first = (place - distance % run) / distance % 2 == 0;
                    boolean together = place / (2 * run) == (place + distance) / (2 * run);
                    // a last run that has none to be merged with is sorted already
                    boolean two = place / (2 * run) * (2 * run) + run < count;
                    if (first && together && two) {
                        exchanges.push(new int[] {place, place + distance});
                    }
                }
            }
        }
        return exchanges;
    }
}
