package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HuggingFaceConfigFieldTest {

    @Test
    void a_cell_holds_the_names_that_a_value_may_have() {
        assertEquals(
                new HuggingFaceConfigField(List.of("num_experts_per_tok", "moe_topk"), null),
                HuggingFaceConfigField.parse("num_experts_per_tok|moe_topk"));
    }

    @Test
    void a_default_stands_behind_the_names() {
        assertEquals(
                new HuggingFaceConfigField(List.of("n_group"), new BigDecimal(8)),
                HuggingFaceConfigField.parse("n_group=8"));
    }

    @Test
    void a_value_that_the_code_fixes_has_no_name() {
        assertEquals(new HuggingFaceConfigField(List.of(), "softmax"), HuggingFaceConfigField.parse("=softmax"));
    }
}
