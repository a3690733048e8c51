package org.moegate.kernelmutation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Takes out, and turns round, each comparison of a network whose steps exchange the lanes of a vector. */
final class NetworkOperator implements Operator {

    private static final String LANES = "0123456789abcdef";

    /** One step, in a line of its own. */
    static final String STEP = "^ *EXCHANGE\\(s(?<partners>[0-9a-f]{16}), \\((?<masks>[-01, ]+)\\)\\)$";

    private static final Pattern STEPS = Pattern.compile(STEP, Pattern.MULTILINE);

    @Override
    public Stream<Mutation> mutations(KernelText text) {
        return STEPS.matcher(text.text()).results().flatMap(step -> ofStep(text, step));
    }

    private static Stream<Mutation> ofStep(KernelText text, MatchResult step) {
        List<Mutation> mutations = new ArrayList<>();
        mutations.add(text.mutation(step.start(), step.end(), "", "without the step"));
        String partners = step.group("partners");
        int[] masks = Arrays.stream(step.group("masks").split(",", -1))
                .mapToInt(mask -> Integer.parseInt(mask.strip()))
                .toArray();
        for (int lane = 0; lane < LANES.length(); lane++) {
            int other = LANES.indexOf(partners.charAt(lane));
            if (lane < other) {
                String pair = LANES.charAt(lane) + " and " + LANES.charAt(other);
                mutations.add(text.mutation(
                        step.start(),
                        step.end(),
                        without(step.group(), lane, other),
                        "without the exchange of " + pair));
                mutations.add(text.mutation(
                        step.start(),
                        step.end(),
                        turned(partners, masks, lane, other),
                        "exchange of " + pair + " turned round"));
            }
        }
        return mutations.stream();
    }

    private static String without(String step, int lane, int other) {
        return "{ int16 kept = lanes; %s lanes.s%c = kept.s%2$c; lanes.s%c = kept.s%3$c; }"
                .formatted(step, LANES.charAt(lane), LANES.charAt(other));
    }

    private static String turned(String partners, int[] masks, int lane, int other) {
        return "EXCHANGE(s" + partners + ", ("
                + IntStream.range(0, masks.length)
                        .map(i -> i == lane || i == other ? ~masks[i] : masks[i])
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "))
                + "))";
    }
}
