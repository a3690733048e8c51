package org.moegate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A map of experts")
class ExpertMapTest {

    @Test
    @DisplayName("knows each expert's replicas, and has them as a table filled up with -1")
    void replicas() {
        int[][] rows = {{4}, {0, 5, 2}, {1, 3}};
        ExpertMap map = ExpertMap.of(rows);
        rows[0][0] = 99;
        assertEquals(3, map.numLogicalExperts());
        assertEquals(3, map.mostReplicas());
        assertEquals(2, map.replicas(2));
        assertEquals(3, map.physicalExpert(2, 1));
        assertArrayEquals(new int[] {4, -1, -1, 0, 5, 2, 1, 3, -1}, map.logicalToPhysical());
        assertArrayEquals(new int[] {1, 3, 2}, map.logicalReplicaCounts());
        map.logicalToPhysical()[0] = 99;
        assertEquals(4, map.physicalExpert(0, 0));
        assertEquals("ExpertMap[3 logical experts, up to 3 replicas]", map.toString());
    }

    static Stream<Arguments> wrongMaps() {
        return Stream.of(
                Arguments.of(new int[0][], "physicalExpertsOfLogical = []: must have a row for each logical expert"),
                Arguments.of(
                        new int[][] {{1}, {}},
                        "physicalExpertsOfLogical[1] = []: must name at least one physical expert"),
                Arguments.of(
                        new int @Nullable [][] {{1}, null},
                        "physicalExpertsOfLogical[1] = null: must name at least one physical expert"),
                Arguments.of(
                        new int[][] {{1, -1}},
                        "physicalExpertsOfLogical[0] = [1, -1]: physical experts must not be negative"));
    }

    @ParameterizedTest
    @MethodSource("wrongMaps")
    @DisplayName("is refused where an expert has nowhere to be")
    void refusals(int[][] rows, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> ExpertMap.of(rows))
                        .getMessage());
    }
}
