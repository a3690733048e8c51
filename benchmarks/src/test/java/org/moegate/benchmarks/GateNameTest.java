package org.moegate.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moegate.GateSpec;
import org.moegate.ModelCatalogue;

@DisplayName("a gate's name")
class GateNameTest {

    @Test
    @DisplayName("may be that of a model, in any case, and is spelt as the catalogue has it")
    void model() {
        GateName gate = GateName.of("deepseek-v3");
        assertEquals("DeepSeek-V3", gate.name());
        assertEquals(ModelCatalogue.require("DeepSeek-V3").spec(), gate.spec());
        assertEquals("8 of 256 in 4 of 8 groups", gate.size());
    }

    @Test
    @DisplayName("may be a size")
    void size() {
        GateName gate = GateName.of("8-of-256");
        assertEquals(GateSpec.builder(256, 8).build(), gate.spec());
        assertEquals("8 of 256", gate.size());
    }

    @Test
    @DisplayName("must be a size that a gate can have")
    void impossibleSize() {
        assertThrows(IllegalArgumentException.class, () -> GateName.of("9-of-8"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is known of every shape")
    void shapes(Shape shape) {
        assertEquals(shape.gateName(), GateName.of(shape.gateName()).name());
    }
}
