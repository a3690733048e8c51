package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bytedeco.javacpp.IntPointer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a struct that is a kernel's only argument")
class StructArgumentTest {

    @Test
    @DisplayName("is what the first of a launch's pointers points to, filled again or not")
    void pointedTo() {
        try (StructArgument argument = new StructArgument(8)) {
            argument.fields().putInt(17).putInt(-4);
            assertFields(argument, 17, -4);
            argument.fields().putInt(5);
            assertFields(argument, 5, -4);
        }
    }

    private static void assertFields(StructArgument argument, int first, int second) {
        IntPointer fields = new IntPointer(argument.arguments().get(0));
        assertEquals(first, fields.get(0));
        assertEquals(second, fields.get(1));
    }
}
