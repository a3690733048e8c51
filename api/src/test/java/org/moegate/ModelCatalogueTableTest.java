package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelCatalogueTableTest {

    @Test
    void rows_are_read_by_column_and_comments_are_passed_over() {
        assertEquals(
                List.of(Map.of("name", "a", "topk", "8"), Map.of("name", "b", "topk", "6")),
                ResourceTable.parse("t.tsv", List.of("# made up", "name\ttopk", "a\t8", "# another", "b\t6")));
    }

    @Test
    void a_line_with_another_number_of_cells_is_refused_by_its_number() {
        assertEquals(
                "t.tsv line 3: has 3 cells, must have 2, one for each column",
                messageOf(() -> ResourceTable.parse("t.tsv", List.of("# made up", "name\ttopk", "a\t8\t"))));
    }

    @Test
    void an_empty_cell_is_refused_by_its_column() {
        assertEquals(
                "t.tsv line 2: topk is empty",
                messageOf(() -> ResourceTable.parse("t.tsv", List.of("name\ttopk", "a\t"))));
    }

    @Test
    void a_cell_that_is_taken_is_no_longer_in_its_row() {
        Map<String, String> row = new HashMap<>(Map.of("name", "a", "topk", "8"));
        assertEquals("8", ResourceTable.take(row, "topk"));
        assertEquals(Map.of("name", "a"), row);
    }

    @Test
    void a_column_that_is_not_there_is_named() {
        assertEquals("the table has no column topk", messageOf(() -> ResourceTable.take(new HashMap<>(), "topk")));
    }

    @Test
    void a_resource_is_read_row_by_row() {
        assertEquals(
                ModelCatalogue.models().stream().map(ModelCatalogue.Model::name).toList(),
                ResourceTable.read("models.tsv").stream()
                        .map(row -> ResourceTable.take(row, "name"))
                        .toList());
    }

    @Test
    void a_resource_that_is_not_there_is_named() {
        assertEquals("absent.tsv: is not in the module", messageOf(() -> ResourceTable.read("absent.tsv")));
    }

    @Test
    void cells_are_what_a_json_parser_would_make_of_them() {
        assertEquals(true, ResourceTable.literal("true"));
        assertEquals(false, ResourceTable.literal("false"));
        assertEquals(new BigDecimal("2.827"), ResourceTable.literal("2.827"));
        assertEquals("sigmoid", ResourceTable.literal("sigmoid"));
    }

    private static String messageOf(Runnable reading) {
        return String.valueOf(
                assertThrows(IllegalStateException.class, reading::run).getMessage());
    }
}
