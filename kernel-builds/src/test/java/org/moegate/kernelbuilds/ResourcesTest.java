package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a driver's objects")
class ResourcesTest {

    private final List<String> released = new ArrayList<>();
    private final Resources resources = new Resources(ResourcesTest::check);

    private static void check(String call, int code) {
        if (code != 0) {
            throw new IllegalStateException(call + ": " + code);
        }
    }

    /** An object whose release returns a code. */
    private void own(String name, int code) {
        resources.own("release of " + name, () -> {
            released.add(name);
            return code;
        });
    }

    @Test
    @DisplayName("are released once, the last one made first, and counted until then")
    void reverseOrder() {
        long held = Resources.held();
        own("context", 0);
        own("queue", 0);
        own("buffer", 0);
        assertEquals(held + 3, Resources.held());
        resources.close();
        resources.close();
        assertEquals(List.of("buffer", "queue", "context"), released);
        assertEquals(held, Resources.held());
    }

    @Test
    @DisplayName("are all released where some fail: the first failure is thrown and has the others with it")
    void failures() {
        long held = Resources.held();
        IllegalStateException thrown = new IllegalStateException("the driver's binding throws");
        own("context", 7);
        resources.own("release of queue", () -> {
            throw thrown;
        });
        own("buffer", 5);
        RuntimeException failure = assertThrows(RuntimeException.class, resources::close);
        assertEquals("release of buffer: 5", failure.getMessage());
        assertSame(thrown, failure.getSuppressed()[0]);
        assertEquals("release of context: 7", failure.getSuppressed()[1].getMessage());
        assertEquals(List.of("buffer", "context"), released);
        assertEquals(held, Resources.held());
    }
}
