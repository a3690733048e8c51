package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.kernelbuilds.Resources;

@DisplayName("memory that grows")
class GrowingTest {

    private final List<String> events = new ArrayList<>();
    private final Growing<Long> growing = new Growing<>((call, code) -> events.add(call), this::make);

    private Long make(long bytes, Resources resources) {
        events.add("make " + bytes);
        resources.own("free " + bytes, () -> 0);
        if (bytes > 1L << 40) {
            throw new IllegalStateException("there is not as much");
        }
        return bytes;
    }

    @Test
    @DisplayName("stays while there is enough, and is otherwise replaced by a power of two")
    void grows() {
        Long first = growing.of(0);
        assertSame(first, growing.of(4096));
        assertEquals(8192, growing.of(4097));
        assertEquals(8192, growing.of(1));
        assertEquals(1L << 33, growing.of((1L << 32) + 1));
        growing.close();
        assertEquals(
                List.of("make 4096", "free 4096", "make 8192", "free 8192", "make " + (1L << 33), "free " + (1L << 33)),
                events);
    }

    @Test
    @DisplayName("that cannot be had leaves nothing behind, and less of it may be asked for afterwards")
    void fails() {
        assertThrows(IllegalStateException.class, () -> growing.of(1L << 41));
        assertEquals(4096, growing.of(1));
        growing.close();
        assertEquals(List.of("make " + (1L << 41), "free " + (1L << 41), "make 4096", "free 4096"), events);
    }
}
