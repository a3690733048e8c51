package org.moegate.benchmarks;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;

/** A plain table under a title: text to the left, numbers to the right. */
public final class TextTable {

    private final String title;
    private final List<Column> columns = new ArrayList<>();
    private final List<String[]> rows = new ArrayList<>();

    /** An empty table. */
    public TextTable(String title) {
        this.title = title;
    }

    /** Adds a column of texts. */
    public TextTable text(String header) {
        return column(header, HorizontalAlign.LEFT);
    }

    /** Adds a column of numbers. */
    public TextTable number(String header) {
        return column(header, HorizontalAlign.RIGHT);
    }

    private TextTable column(String header, HorizontalAlign align) {
        columns.add(
                new Column().header(header).headerAlign(align).dataAlign(align).maxWidth(Integer.MAX_VALUE));
        return this;
    }

    /** Adds a row, a cell a column. */
    public TextTable row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells: must be " + columns.size());
        }
        rows.add(cells);
        return this;
    }

    /** Title and table, each line ended. */
    public String render() {
        StringBuilder text = new StringBuilder(System.lineSeparator() + title + System.lineSeparator());
        AsciiTable.getTable(AsciiTable.NO_BORDERS, columns.toArray(Column[]::new), rows.toArray(Object[][]::new))
                .lines()
                .forEach(line -> text.append(line.stripTrailing()).append(System.lineSeparator()));
        return text.toString();
    }
}
