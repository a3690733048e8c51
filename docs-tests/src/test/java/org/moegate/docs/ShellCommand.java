package org.moegate.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A command of a shell block.
 *
 * @param block where it stands
 * @param text the command on one line, without the comment behind it
 */
record ShellCommand(CodeBlock block, String text) {

    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_]+=.*");

    /** The commands of a block: a line each, or several of which all but the last end in a backslash. */
    static List<ShellCommand> of(CodeBlock block) {
        List<ShellCommand> commands = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        for (String line : block.lines()) {
            String code = COMMENT.matcher(line).replaceFirst("").strip();
            if (code.endsWith("\\")) {
                command.append(code, 0, code.length() - 1);
            } else {
                command.append(code);
                if (!command.isEmpty()) {
                    commands.add(new ShellCommand(block, command.toString()));
                }
                command.setLength(0);
            }
        }
        return commands;
    }

    /** What is run: the first word behind variables that are set for it. */
    String program() {
        return words().getFirst();
    }

    /** The words behind the program's name. */
    List<String> arguments() {
        List<String> words = words();
        return words.subList(1, words.size());
    }

    /** Without the variables; the docs quote nothing that has a space in it. */
    private List<String> words() {
        return Arrays.stream(text.split("\\s+", -1))
                .dropWhile(word -> ASSIGNMENT.matcher(word).matches())
                .map(word -> word.replace("'", ""))
                .toList();
    }
}
