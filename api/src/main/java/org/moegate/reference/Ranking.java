package org.moegate.reference;

/** The best few of the candidates offered, in falling order; of equal ones the first offered comes first. */
final class Ranking {

    private final int[] ids;
    private final float[] values;
    private int count;

    Ranking(int size) {
        ids = new int[size];
        values = new float[size];
    }

    void clear() {
        count = 0;
    }

    /** Values are never NaN. */
    void offer(int id, float value) {
        if (count == ids.length && value <= values[count - 1]) {
            return;
        }
        int at = count < ids.length ? count++ : count - 1;
        for (; at > 0 && value > values[at - 1]; at--) {
            ids[at] = ids[at - 1];
            values[at] = values[at - 1];
        }
        ids[at] = id;
        values[at] = value;
    }

    int id(int place) {
        return ids[place];
    }

    float value(int place) {
        return values[place];
    }
}
