package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Text of unknown origin")
class PrintableTextTest {

    @Test
    @DisplayName("becomes one line")
    void joinsLines() {
        assertEquals("first; second; third", PrintableText.of("first\nsecond \r\n\r\n third\n"));
    }

    @Test
    @DisplayName("cannot steer the terminal")
    void dropsControls() {
        assertEquals("a?[2Jb??c", PrintableText.of("a\u001b[2Jb\u0007\u202ec"));
    }

    @Test
    @DisplayName("keeps its lines and their indent where these are wanted, and still cannot steer the terminal")
    void keepsLines() {
        assertEquals(List.of("first", "  second?"), PrintableText.lines("first\r\n  second\u0007\n"));
    }

    @Test
    @DisplayName("keeps every other character")
    void keepsTheRest() {
        assertEquals("größer, 大, █", PrintableText.of("größer, 大, █"));
    }
}
