package org.moegate.conformance.cases;

import java.util.Arrays;

/** Numbers for the experts of one row, or for a bias, written down place by place. */
public final class Row {

    private final float[] values;

    private Row(float[] values) {
        this.values = values;
    }

    /** The same number for each expert. */
    public static Row filled(int numExperts, float value) {
        float[] values = new float[numExperts];
        Arrays.fill(values, value);
        return new Row(values);
    }

    /** Numbers from one to another in equal steps, the first expert's first. */
    public static Row rising(int numExperts, double from, double to) {
        float[] values = new float[numExperts];
        for (int i = 0; i < numExperts; i++) {
            values[i] = (float) (from + (to - from) * i / Math.max(1, numExperts - 1));
        }
        return new Row(values);
    }

    /** With another number for some experts. */
    public Row with(float value, int... experts) {
        float[] copy = values.clone();
        for (int expert : experts) {
            copy[expert] = value;
        }
        return new Row(copy);
    }

    public float[] values() {
        return values.clone();
    }
}
