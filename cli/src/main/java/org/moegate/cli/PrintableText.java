package org.moegate.cli;

import java.util.List;

/** Text from files and messages, made safe to print on a terminal. */
final class PrintableText {

    private static final String UNPRINTABLE = "[\\p{Cc}\\p{Cf}]";

    private PrintableText() {}

    /** On one line. */
    static String of(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll(UNPRINTABLE, "?");
    }

    /** In the lines that it has. */
    static List<String> lines(String text) {
        return text.lines().map(line -> line.replaceAll(UNPRINTABLE, "?")).toList();
    }
}
