package org.moegate.docs;

import java.nio.file.Path;
import java.util.List;

/**
 * A code block of a page.
 *
 * @param page the page's path below the project's folder
 * @param line where its first line is, from 1
 * @param language what its fence says; an indented one is of shell commands
 * @param text its lines
 */
record CodeBlock(Path page, int line, String language, String text) {

    static final String SHELL = "sh";

    List<String> lines() {
        return text.lines().toList();
    }

    /** For names of tests, and for editors to jump to. */
    String place() {
        return page + ":" + line;
    }
}
