package org.moegate.conformance.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.moegate.conformance.cases.DispatchCase;

/** What the contract says of a case of dispatch, found by its words rather than the reference's steps. */
public final class DispatchOracle {

    private final DispatchCase input;
    private final List<Integer> sorted = new ArrayList<>();
    private final List<Integer> blocks = new ArrayList<>();

    /** Finds it all. */
    public DispatchOracle(DispatchCase input) {
        this.input = input;
        List<Integer> pairs = IntStream.range(0, input.numPairs())
                .filter(pair -> isExpert(idOf(pair)))
                .boxed()
                // the sort is stable: pairs of an expert stay in the order of their numbers
                .sorted(Comparator.comparingInt(this::idOf))
                .toList();
        for (int pair : pairs) {
            boolean sameExpert = !blocks.isEmpty() && blocks.getLast() == idOf(pair);
            if (!sameExpert) {
                fillBlock();
            }
            if (sorted.size() % input.blockSize() == 0) {
                blocks.add(idOf(pair));
            }
            sorted.add(pair);
        }
        fillBlock();
    }

    private void fillBlock() {
        while (sorted.size() % input.blockSize() != 0) {
            sorted.add(input.numPairs());
        }
    }

    private int idOf(int pair) {
        return input.topkIds()[pair];
    }

    private boolean isExpert(int id) {
        return id >= 0 && id < input.numExperts();
    }

    /** Pairs of each expert. */
    public int[] tokensPerExpert() {
        return IntStream.range(0, input.numExperts())
                .map(expert -> (int)
                        IntStream.of(input.topkIds()).filter(id -> id == expert).count())
                .toArray();
    }

    public int[] sortedTokenIds() {
        return sorted.stream().mapToInt(Integer::intValue).toArray();
    }

    public int[] expertIds() {
        return blocks.stream().mapToInt(Integer::intValue).toArray();
    }
}
