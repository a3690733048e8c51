package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the limit of specialised kernels")
class SpecialisedLimitTest {

    private static final String PROPERTY = "moegate.abacus.specialisedLimit";

    @AfterEach
    void clear() {
        System.clearProperty(PROPERTY);
    }

    @Test
    @DisplayName("is 64 unless told")
    void unlessTold() {
        assertEquals(64, SpecialisedLimit.read(PROPERTY));
        System.setProperty(PROPERTY, " ");
        assertEquals(64, SpecialisedLimit.read(PROPERTY));
        System.setProperty(PROPERTY, " 0 ");
        assertEquals(0, SpecialisedLimit.read(PROPERTY));
        System.setProperty(PROPERTY, "999999999");
        assertEquals(999_999_999, SpecialisedLimit.read(PROPERTY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "many", "12345678901"})
    @DisplayName("that is no such number is refused by the property's name")
    void refused(String value) {
        System.setProperty(PROPERTY, value);
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> SpecialisedLimit.read(PROPERTY));
        assertEquals(PROPERTY + " = " + value + ": must be a whole number, 0 or more", refusal.getMessage());
    }
}
