package org.moegate.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.Collection;
import java.util.List;

/** Plain tables: no borders, text to the left, numbers to the right, no cell broken into lines. */
final class Tables {

    private Tables() {}

    static Column text(String header) {
        return number(header).headerAlign(HorizontalAlign.LEFT).dataAlign(HorizontalAlign.LEFT);
    }

    static Column number(String header) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.RIGHT)
                .dataAlign(HorizontalAlign.RIGHT)
                .maxWidth(Integer.MAX_VALUE);
    }

    /** The table's lines, each ended, without the spaces that would pad the last column. */
    static <T> String render(Collection<T> rows, List<ColumnData<T>> columns) {
        StringBuilder text = new StringBuilder();
        AsciiTable.getTable(AsciiTable.NO_BORDERS, rows, columns)
                .lines()
                .forEach(line -> text.append(line.stripTrailing()).append(System.lineSeparator()));
        return text.toString();
    }
}
