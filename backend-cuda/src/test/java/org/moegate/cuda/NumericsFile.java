package org.moegate.cuda;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What {@code numerics.h} says, for tests of the very sequence that it has. */
final class NumericsFile {

    private static final String TEXT = KernelSource.tiled("sm_90").text();

    private NumericsFile() {}

    /** A function's text. */
    static String function(String name) {
        return only("DEVICE REAL " + name + "\\(.*?\n}\n").group();
    }

    /** A macro's value. */
    static float constant(String name) {
        return Float.parseFloat(
                only("#define " + name + " \\(?([^ )\n]+)\\)?\n").group(1));
    }

    private static MatchResult only(String regex) {
        return Pattern.compile(regex, Pattern.DOTALL)
                .matcher(TEXT)
                .results()
                .reduce((one, other) -> {
                    throw new IllegalStateException("more than one place matches " + regex);
                })
                .orElseThrow(() -> new IllegalStateException("nothing matches " + regex));
    }
}
