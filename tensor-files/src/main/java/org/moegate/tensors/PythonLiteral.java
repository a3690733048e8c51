package org.moegate.tensors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of Python's literals that {@code .npy} headers are written in: dicts, tuples and lists (both as lists), strings,
 * whole numbers, True, False and None.
 */
final class PythonLiteral {

    /** Records of records of sub-arrays need a few; nothing that can be read here needs more than two. */
    private static final int MAX_DEPTH = 16;

    private final String text;
    private int at;
    private int depth;

    private PythonLiteral(String text) {
        this.text = text;
    }

    static @Nullable Object parse(String text) {
        var literal = new PythonLiteral(text);
        Object value = literal.value();
        literal.skipSpace();
        if (literal.at < text.length()) {
            throw literal.unexpected("the end");
        }
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** The next character, or at the end a NUL, which is not part of any literal. */
    private char peek() {
        skipSpace();
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private @Nullable Object value() {
        char next = peek();
        return switch (next) {
            case '{' -> dict();
            case '(' -> sequence(')');
            case '[' -> sequence(']');
            case '\'', '"' -> string(next);
            default -> next == '-' || (next >= '0' && next <= '9') ? number() : word();
        };
    }

    private Map<String, @Nullable Object> dict() {
        enter();
        Map<String, @Nullable Object> dict = new LinkedHashMap<>();
        while (peek() != '}') {
            char quote = peek();
            if (quote != '\'' && quote != '"') {
                throw unexpected("a string as key");
            }
            String key = string(quote);
            expect(':');
            if (dict.containsKey(key)) {
                throw new IllegalArgumentException("duplicate key " + Printable.value(key));
            }
            dict.put(key, value());
            commaOr('}');
        }
        leave();
        return dict;
    }

    private @Nullable Object sequence(char close) {
        enter();
        List<@Nullable Object> items = new ArrayList<>();
        boolean comma = false;
        while (peek() != close) {
            items.add(value());
            comma = commaOr(close);
        }
        leave();
        // one value in parentheses is just that value, a comma makes it a tuple
        return close == ')' && items.size() == 1 && !comma ? items.getFirst() : items;
    }

    private void enter() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("is nested more than " + MAX_DEPTH + " levels deep");
        }
    }

    private void leave() {
        at++;
        depth--;
    }

    private boolean commaOr(char close) {
        if (peek() == ',') {
            at++;
            return true;
        }
        if (peek() != close) {
            throw unexpected(", or " + close);
        }
        return false;
    }

    private void expect(char character) {
        if (peek() != character) {
            throw unexpected(String.valueOf(character));
        }
        at++;
    }

    private String string(char quote) {
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw new IllegalArgumentException("the string at character " + at + " has no end");
        }
        String string = text.substring(at + 1, end);
        if (string.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("the string at character " + at + " has a backslash, must have none");
        }
        at = end + 1;
        return string;
    }

    private Long number() {
        int start = at++;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        String digits = text.substring(start, at);
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(
                    "number " + Printable.value(digits) + " must be whole and within int64", wrong);
        }
    }

    private @Nullable Boolean word() {
        for (var word : List.of("True", "False", "None")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("None") ? null : word.equals("True");
            }
        }
        throw unexpected("a value");
    }

    private IllegalArgumentException unexpected(String expected) {
        String found = at < text.length() ? Printable.value(String.valueOf(text.charAt(at))) : "the end";
        return new IllegalArgumentException("expected " + expected + " at character " + at + ", found " + found);
    }
}
