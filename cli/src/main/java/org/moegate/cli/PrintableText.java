package org.moegate.cli;

/** Text from files and messages, made safe to print on one line of a terminal. */
final class PrintableText {

    private PrintableText() {}

    static String of(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }
}
