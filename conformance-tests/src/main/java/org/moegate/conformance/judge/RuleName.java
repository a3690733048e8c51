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

    /** Lines of the contract in their order: 2.10 comes behind 2.9. */
    public int line() {
        String[] sectionAndLine = contract.split("\\.", 2);
        return Integer.parseInt(sectionAndLine[0]) * 100 + Integer.parseInt(sectionAndLine[1]);
    }

    @Override
    public String toString() {
        return id + ": " + sentence;
    }
}
