package org.moegate.kernelmutation;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts others in the place of a token.
 *
 * @param view where tokens are looked for
 * @param token what is one
 * @param others what takes its place
 */
record TokenOperator(Function<KernelText, String> view, Pattern token, Function<String, List<String>> others)
        implements Operator {

    /** In code. */
    static TokenOperator of(String token, Function<String, List<String>> others) {
        return new TokenOperator(KernelText::code, Pattern.compile(token), others);
    }

    /** One token for another in code, and the other way round; regular expressions that say where they are one. */
    static TokenOperator swap(String before, String one, String other, String behind) {
        return of(
                before + "(?:" + Pattern.quote(one) + "|" + Pattern.quote(other) + ")" + behind,
                found -> List.of(found.equals(one) ? other : one));
    }

    @Override
    public Stream<Mutation> mutations(KernelText text) {
        return token.matcher(view.apply(text))
                .results()
                .flatMap(found -> others.apply(found.group()).stream()
                        .map(other -> text.mutation(found.start(), found.end(), other, found.group() + " → " + other)));
    }
}
