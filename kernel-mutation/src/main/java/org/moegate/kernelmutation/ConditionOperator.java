package org.moegate.kernelmutation;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns the condition of an {@code if} round. */
final class ConditionOperator implements Operator {

    private static final Pattern IF = Pattern.compile("\\bif (?=\\()");

    @Override
    public Stream<Mutation> mutations(KernelText text) {
        return IF.matcher(text.code()).results().map(found -> {
            int end = text.closing(found.end()) + 1;
            return text.mutation(
                    found.end(), end, "(!" + text.text().substring(found.end(), end) + ")", "if turned round");
        });
    }
}
