package com.example.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the example measures")
class VectorsTest {

    @Test
    @DisplayName("tells a difference in length from one in direction")
    void differences() {
        float[] expected = {3, 4};
        assertEquals(0, Vectors.difference(expected, expected));
        assertEquals(1, Vectors.difference(new float[] {6, 8}, expected), 1e-12);
        assertEquals(0, Vectors.differenceOfDirection(new float[] {6, 8}, expected), 1e-12);
        assertEquals(1, Vectors.differenceOfDirection(new float[] {-4, 3}, expected), 1e-12);
    }

    @Test
    @DisplayName("compares distributions position by position")
    void distributions() {
        Distributions expected = new Distributions(List.of(new float[] {0.5f, 0.25f, 0.25f}, new float[] {0, 1, 0}));
        Distributions actual =
                new Distributions(List.of(new float[] {0.25f, 0.5f, 0.25f}, new float[] {0.25f, 0.5f, 0.25f}));
        assertEquals(0, expected.divergenceFrom(expected));
        assertEquals((0.25 * Math.log(2) + Math.log(2)) / 2, actual.divergenceFrom(expected), 1e-9);
        assertEquals(1, actual.otherChoicesThan(expected));
    }
}
