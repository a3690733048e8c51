package org.moegate.kernelmutation;

import java.util.List;

/**
 * A mutant and what became of it, as a line of a file of tab-separated values.
 *
 * @param id of the mutation
 * @param file changed
 * @param verdict what became of it
 * @param source the line before it was changed
 */
record Result(String id, String file, Verdict verdict, String source) {

    private static final int COLUMNS = 6;

    String toLine() {
        return String.join(
                "\t",
                id,
                file,
                verdict.kind().name(),
                verdict.by(),
                verdict.because().replace('\t', ' '),
                source);
    }

    static Result of(String line) {
        List<String> columns = List.of(line.split("\t", COLUMNS));
        return new Result(
                columns.get(0),
                columns.get(1),
                new Verdict(Verdict.Kind.valueOf(columns.get(2)), columns.get(3), columns.get(4)),
                columns.get(5));
    }
}
