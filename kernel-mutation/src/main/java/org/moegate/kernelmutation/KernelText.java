package org.moegate.kernelmutation;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kernel file, with views of it in which all is blank but what operators may change. */
final class KernelText {

    private static final Pattern COMMENT_OR_STRING = Pattern.compile(
            "//[^\\n]*|/\\*.*?\\*/|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'", Pattern.DOTALL);

    /**
     * Which text is compiled, and how fast, but not what it computes; what looks like a comparison but is none; and the steps of
     * networks, whose numbers are masks that have an operator of their own.
     */
    private static final Pattern DIRECTION = Pattern.compile(
            "^[ \\t]*#(?!define)[^\\n]*|_Pragma\\([^)\\n]*\\)|_cast<[^>\\n]*>|__launch_bounds__\\([^\\n]*?\\)(?= \\w|\\n)"
                    + "|__attribute__\\(\\((?:[^()\\n]|\\([^()\\n]*\\))*\\)\\)"
                    + "|" + NetworkOperator.STEP,
            Pattern.MULTILINE);

    private static final Pattern LOOP = Pattern.compile("\\bfor \\(");

    private final String file;
    private final String text;
    private final String code;
    private final String strings;

    KernelText(String file, String text) {
        this.file = file;
        this.text = text;
        char[] onlyCode = text.toCharArray();
        char[] onlyStrings = blank(text.toCharArray(), 0, text.length());
        Matcher matcher = COMMENT_OR_STRING.matcher(text);
        while (matcher.find()) {
            if (text.charAt(matcher.start()) == '"') {
                text.getChars(matcher.start(), matcher.end(), onlyStrings, matcher.start());
            }
            blank(onlyCode, matcher.start(), matcher.end());
        }
        DIRECTION.matcher(new String(onlyCode)).results().forEach(found -> blank(onlyCode, found.start(), found.end()));
        // a step of a loop that is changed never ends, or is a number like any other
        LOOP.matcher(new String(onlyCode)).results().forEach(found -> blankStep(onlyCode, found.end()));
        this.code = new String(onlyCode);
        this.strings = new String(onlyStrings);
    }

    private static void blankStep(char[] code, int start) {
        int semicolons = 0;
        int depth = 1;
        for (int i = start; depth > 0; i++) {
            depth += code[i] == '(' ? 1 : code[i] == ')' ? -1 : 0;
            semicolons += code[i] == ';' ? 1 : 0;
            if (semicolons == 2 && depth > 0) {
                blank(code, i, i + 1);
            }
        }
    }

    private static char[] blank(char[] characters, int start, int end) {
        for (int i = start; i < end; i++) {
            if (characters[i] != '\n') {
                characters[i] = ' ';
            }
        }
        return characters;
    }

    String file() {
        return file;
    }

    String text() {
        return text;
    }

    /** As long as the text; comments, strings and directions for compilers are blank. */
    String code() {
        return code;
    }

    /** As long as the text; all but strings is blank. */
    String strings() {
        return strings;
    }

    Mutation mutation(int start, int end, String replacement, String what) {
        int line = 1
                + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
        return new Mutation(file, line, start, end, replacement, what);
    }

    /** The bracket that closes the one at a place. */
    int closing(int open) {
        int depth = 0;
        for (int i = open; i < code.length(); i++) {
            depth += code.charAt(i) == '(' ? 1 : code.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException(file + ": no bracket closes the one at " + open);
    }

    /** The line's text, for people. */
    static String line(String text, int number) {
        return Arrays.asList(text.split("\n", -1)).get(number - 1).strip();
    }
}
