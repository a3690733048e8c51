package org.moegate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table that ships with this module: cells parted by tabs, a header line, and comment lines that start with {@code #}. It
 * is part of the code, so a malformed one is a bug of this module.
 */
final class ResourceTable {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private ResourceTable() {}

    /** The rows of a resource beside this class, each from column to cell in the header's order. */
    static List<Map<String, String>> read(String resource) {
        try (InputStream in = ResourceTable.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + ": is not in the module");
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return parse(resource, lines.readAllLines());
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    static List<Map<String, String>> parse(String resource, List<String> lines) {
        @Nullable List<String> header = null;
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("#")) {
                continue;
            }
            String place = resource + " line " + (i + 1);
            List<String> cells = List.of(lines.get(i).split("\t", -1));
            if (header == null) {
                header = cells;
            } else {
                rows.add(row(place, header, cells));
            }
        }
        return rows;
    }

    private static Map<String, String> row(String place, List<String> header, List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalStateException(
                    place + ": has " + cells.size() + " cells, must have " + header.size() + ", one for each column");
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (cells.get(i).isBlank()) {
                throw new IllegalStateException(place + ": " + header.get(i) + " is empty");
            }
            row.put(header.get(i), cells.get(i));
        }
        return row;
    }

    /** A cell taken out of its row, which must have it. */
    static String take(Map<String, String> row, String column) {
        @Nullable String cell = row.remove(column);
        if (cell == null) {
            throw new IllegalStateException("the table has no column " + column);
        }
        return cell;
    }

    /** What a JSON parser would make of a cell: a boolean, a number or a string. */
    static Object literal(String cell) {
        if (cell.equals("true") || cell.equals("false")) {
            return Boolean.valueOf(cell);
        }
        return NUMBER.matcher(cell).matches() ? new BigDecimal(cell) : cell;
    }
}
