package org.moegate.kernelmutation;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes out an assignment, a call or a barrier that stands in one line. */
final class StatementOperator implements Operator {

    private static final String PLACE =
            "\\*?\\*?\\(?[\\w.]+(?:->\\w+)*\\)?(?:\\([^=;\\n]*\\))?(?:\\[[^;=\\n]*\\])*(?:\\.\\w+)*";

    private static final Pattern STATEMENT = Pattern.compile(
            "^[ \\t]+((?:" + PLACE + " [-+*/|&^]?= [^;\\n]+|" + PLACE
                    + "\\+\\+|(?!return\\b)\\w+\\([^;{}\\n]*\\));)[ \\t]*$",
            Pattern.MULTILINE);

    @Override
    public Stream<Mutation> mutations(KernelText text) {
        return STATEMENT
                .matcher(text.code())
                .results()
                .map(found -> text.mutation(
                        found.start(1),
                        found.end(1),
                        ";",
                        "without " + text.text().substring(found.start(1), found.end(1))));
    }
}
