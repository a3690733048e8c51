package org.moegate.tensors;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Names and values from files, made fit for one line of a message: no control characters, no novels. */
final class Printable {

    private static final int MAX_LENGTH = 80;

    private Printable() {}

    static String fileName(Path path) {
        Path last = path.getFileName();
        return escape((last == null ? path : last).toString(), Integer.MAX_VALUE);
    }

    /** A string in quotes, anything else as Java prints it. */
    static String value(@Nullable Object value) {
        return value instanceof String text
                ? '"' + escape(text, MAX_LENGTH) + '"'
                : escape(String.valueOf(value), MAX_LENGTH);
    }

    static String line(String text) {
        return escape(text, Integer.MAX_VALUE);
    }

    private static String escape(String text, int maxLength) {
        var line = new StringBuilder();
        int at = 0;
        while (at < text.length() && at < maxLength) {
            int character = text.codePointAt(at);
            if (isPrintable(character)) {
                line.appendCodePoint(character);
            } else {
                line.append(character <= 0xFFFF ? "\\u%04X".formatted(character) : "\\U%06X".formatted(character));
            }
            at += Character.charCount(character);
        }
        return at < text.length() ? line.append("...").toString() : line.toString();
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
