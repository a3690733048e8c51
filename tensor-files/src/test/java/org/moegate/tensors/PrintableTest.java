package org.moegate.tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Names and values in messages")
class PrintableTest {

    @Test
    @DisplayName("show as they are where they are readable")
    void readable() {
        assertEquals("\"größe 𝔸\"", Printable.value("größe 𝔸"));
        assertEquals("null", Printable.value(null));
        assertEquals("x.npy", Printable.fileName(Path.of("dir", "x.npy")));
        assertEquals("/", Printable.fileName(Path.of("/")));
    }

    @Test
    @DisplayName("cannot break the line, drive the terminal or turn its direction")
    void escaped() {
        assertEquals(
                "\"\\u000A\\u001B\\u2028\\u202E\\uD800\\U0E0001\"",
                Printable.value("\n\u001B\u2028\u202E\uD800\uDB40\uDC01"));
        assertEquals("a\\u000Ab.npy", Printable.fileName(Path.of("a\nb.npy")));
    }

    @Test
    @DisplayName("are cut where they get long")
    void cut() {
        assertEquals("\"" + "x".repeat(80) + "\"", Printable.value("x".repeat(80)));
        assertEquals("\"" + "x".repeat(80) + "...\"", Printable.value("x".repeat(81)));
    }
}
