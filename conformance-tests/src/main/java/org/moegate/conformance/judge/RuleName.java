package org.moegate.conformance.judge;

/**
 * What a rule says of itself.
 *
 * @param id the name of its test method
 * @param sentence what must hold
 * @param contract the line that says so
 * @param check where to look first when it fails
 */
public record RuleName(String id, String sentence, String contract, String check) {

    @Override
    public String toString() {
        return id + ": " + sentence;
    }
}
