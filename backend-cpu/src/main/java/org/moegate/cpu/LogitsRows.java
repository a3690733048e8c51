package org.moegate.cpu;

/**
 * Rows of float32 logits. Where they have to be widened or copied, that is done for those rows that are asked for, so that they
 * are still in the first-level cache when they are read. Serves one thread at a time.
 */
public interface LogitsRows {

    /**
     * Where the rows lie.
     *
     * @return an array with {@link RowRouter#readAhead} elements behind the last row
     */
    float[] array();

    /**
     * How far apart they lie.
     *
     * @return elements from one row to the next
     */
    int stride();

    /**
     * Makes rows ready, after which others no longer are.
     *
     * @param firstRow the first of them
     * @param endRow the first one behind them
     * @return the index of row 0's first logit, which need not be one of the array's unless that row is ready
     */
    int ready(int firstRow, int endRow);
}
