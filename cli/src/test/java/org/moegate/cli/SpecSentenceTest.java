package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GateSpec;
import org.moegate.ScoringFunc;

@DisplayName("A spec in words")
class SpecSentenceTest {

    @Test
    @DisplayName("says nothing of groups where there is one")
    void ungrouped() {
        GateSpec spec = GateSpec.builder(128, 8)
                .scoringFunc(ScoringFunc.SOFTMAX)
                .renormalize(false)
                .build();
        assertEquals("128 experts, 8 of them for each token", SpecSentence.choice(spec));
        assertEquals("softmax scores", SpecSentence.weights(spec));
    }

    @Test
    @DisplayName("names groups, shared experts and a scaling that is applied")
    void groupedAndShared() {
        GateSpec spec = GateSpec.builder(256, 9)
                .numExpertGroup(8)
                .topkGroup(4)
                .numFusedSharedExperts(1)
                .routedScalingFactor(2.5)
                .applyRoutedScalingFactorOnOutput(true)
                .build();
        assertEquals(
                "256 experts in 8 groups, 8 of them and 1 shared for each token (from its 4 best groups)",
                SpecSentence.choice(spec));
        assertEquals("sigmoid scores, renormalised, times 2.5", SpecSentence.weights(spec));
    }
}
