package org.moegate.conformance.judge;

import org.moegate.conformance.cases.Routing;

/**
 * A row that a backend routed wrongly.
 *
 * @param row which
 * @param expected the right answer
 * @param actual what the backend returned, all rows of it
 */
public record Difference(int row, ExactRow expected, Routing actual) {

    /** The first column with another id; -1 where weights alone differ. */
    int firstOtherId() {
        int[] ids = actual.idsOf(row);
        for (int column = 0; column < ids.length; column++) {
            if (ids[column] != expected.id(column)) {
                return column;
            }
        }
        return -1;
    }

    int actualId(int column) {
        return actual.idsOf(row)[column];
    }

    /** Expected and actual side by side, a line for each column, unequal ones marked. */
    String table() {
        int[] ids = actual.idsOf(row);
        float[] weights = actual.weightsOf(row);
        StringBuilder table = new StringBuilder("column   expected id, weight         actual id, weight");
        for (int column = 0; column < ids.length; column++) {
            float weight = expected.weight(column);
            boolean same = ids[column] == expected.id(column)
                    && Float.floatToRawIntBits(weight) == Float.floatToRawIntBits(weights[column]);
            String line = "%6d   %6d  %-18s  %6d  %-18s%s"
                    .formatted(
                            column,
                            expected.id(column),
                            number(weight),
                            ids[column],
                            number(weights[column]),
                            same ? "" : "<");
            table.append("\n").append(line.stripTrailing());
        }
        return table.toString();
    }

    /** The shortest decimal that is this float and no other; of a NaN, its bits. */
    private static String number(float weight) {
        return Float.isNaN(weight)
                ? "NaN 0x" + Integer.toHexString(Float.floatToRawIntBits(weight))
                : Float.toString(weight);
    }
}
