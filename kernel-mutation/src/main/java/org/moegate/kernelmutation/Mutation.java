package org.moegate.kernelmutation;

/**
 * One change of one kernel file.
 *
 * @param file its name
 * @param line from 1
 * @param start of what is replaced, in characters of the text
 * @param end behind it
 * @param replacement what takes its place
 * @param what in words
 */
record Mutation(String file, int line, int start, int end, String replacement, String what) {

    /** The mutant's text. */
    String apply(String text) {
        return text.substring(0, start) + replacement + text.substring(end);
    }

    /** The same in each run over the same text. */
    String id() {
        return file + ":" + line + ":" + start + " " + what;
    }
}
