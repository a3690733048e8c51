package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("kernel files")
class KernelFilesTest {

    private final List<String> opened = new ArrayList<>();
    private final KernelFiles files = new KernelFiles(this::open);

    private @Nullable InputStream open(String file) {
        opened.add(file);
        return switch (file) {
            case "a.cl" -> new ByteArrayInputStream("// −∞\n".getBytes(StandardCharsets.UTF_8));
            case "b.cl" -> new ByteArrayInputStream("void b();\n".getBytes(StandardCharsets.UTF_8));
            // nobody writes into it, so that it cannot be read
            case "broken.cl" -> new PipedInputStream();
            default -> null;
        };
    }

    @Test
    @DisplayName("follow the macros in their order, each behind a line with its name")
    void text() {
        Map<String, Object> macros = new LinkedHashMap<>();
        macros.put("WIDTH", "");
        macros.put("LANES", 32);
        assertEquals("""
                #define WIDTH\s
                #define LANES 32
                #line 1 "b.cl"
                void b();
                #line 1 "a.cl"
                // −∞
                """, files.text(macros, List.of("b.cl", "a.cl")));
    }

    @Test
    @DisplayName("are the shared ones where the backend has none of their name")
    void shared() {
        String text = files.text(Map.of(), List.of("a.cl", "gate.h"));
        assertTrue(text.startsWith("#line 1 \"a.cl\"\n// −∞\n#line 1 \"gate.h\"\n"), text);
        assertTrue(text.contains("DEVICE int key_of(float choice) {"), text);
    }

    @Test
    @DisplayName("are read once")
    void readOnce() {
        files.text(Map.of(), List.of("a.cl"));
        files.text(Map.of("LANES", 1), List.of("a.cl"));
        assertEquals(List.of("a.cl"), opened);
    }

    @Test
    @DisplayName("that are missing or cannot be read are named")
    void named() {
        IllegalStateException missing =
                assertThrows(IllegalStateException.class, () -> files.text(Map.of(), List.of("c.cl")));
        assertEquals(
                "c.cl: is not among the kernel files of the backend, nor among the shared ones", missing.getMessage());
        UncheckedIOException broken =
                assertThrows(UncheckedIOException.class, () -> files.text(Map.of(), List.of("broken.cl")));
        assertEquals("broken.cl", broken.getMessage());
    }
}
