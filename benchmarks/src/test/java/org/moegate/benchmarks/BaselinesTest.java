package org.moegate.benchmarks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.ScoringFunc;
import org.moegate.reference.ReferenceGate;
import org.moegate.spi.Grade;

/** A baseline that routes wrongly would be a wrong comparison, so each is held to the reference, for every step it knows. */
class BaselinesTest {

    private static final int TOKENS = 64;

    static Stream<GateSpec> specs() {
        GateSpec grouped = Shape.DEEPSEEK_V3.spec();
        return Stream.concat(
                Stream.of(Shape.values()).map(Shape::spec),
                Stream.of(
                        grouped.toBuilder().groupScore(GroupScore.MAX).build(),
                        grouped.toBuilder()
                                .scoringFunc(ScoringFunc.SQRTSOFTPLUS)
                                .build(),
                        GateSpec.builder(8, 3).numExpertGroup(8).topkGroup(5).build(),
                        GateSpec.builder(60, 4)
                                .scoringFunc(ScoringFunc.SOFTMAX)
                                .renormalize(false)
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void plainJavaAgreesWithTheReference(GateSpec spec) {
        RouterInputs inputs = new RouterInputs(TOKENS, spec.numExperts());
        assertDoesNotThrow(() -> Agreement.require("plain Java", spec, inputs, plainJava(spec, inputs)));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void tensorLibraryAgreesWithTheReference(GateSpec spec) {
        String whyMissing = TensorLibrary.whyMissing();
        assumeTrue(whyMissing.isEmpty(), whyMissing);
        RouterInputs inputs = new RouterInputs(TOKENS, spec.numExperts());
        try (TensorLibraryGate gate = new TensorLibraryGate(spec, inputs, 1);
                TensorRouting tensors = gate.route()) {
            Routing routing = new Routing(TOKENS, spec);
            tensors.copyTo(routing);
            assertDoesNotThrow(() -> Agreement.require("PyTorch", spec, inputs, routing));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aWrongIdIsFound(GateSpec spec) {
        RouterInputs inputs = new RouterInputs(TOKENS, spec.numExperts());
        Routing routing = plainJava(spec, inputs);
        int id = routing.ids[0];
        routing.ids[0] = routing.ids[1];
        routing.ids[1] = id;
        assertThrows(IllegalStateException.class, () -> Agreement.require("swapped", spec, inputs, routing));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aWrongWeightIsFound(GateSpec spec) {
        RouterInputs inputs = new RouterInputs(TOKENS, spec.numExperts());
        Routing routing = plainJava(spec, inputs);
        routing.weights[0] *= 1.0001f;
        assertThrows(IllegalStateException.class, () -> Agreement.require("heavier", spec, inputs, routing));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void theLastBitCountsForWhatIsBitExact(GateSpec spec) {
        RouterInputs inputs = new RouterInputs(TOKENS, spec.numExperts());
        Routing routing = new Routing(TOKENS, spec);
        ReferenceGate reference = new ReferenceGate(spec);
        for (int row = 0; row < TOKENS; row++) {
            reference.route(
                    inputs.logits(),
                    row * spec.numExperts(),
                    inputs.bias(),
                    routing.ids,
                    routing.weights,
                    row * spec.topk());
        }
        assertDoesNotThrow(() -> Agreement.require("same", Grade.BIT_EXACT, spec, inputs, routing));
        routing.weights[1] = Math.nextUp(routing.weights[1]);
        assertDoesNotThrow(() -> Agreement.require("near", Grade.CONFORMANT, spec, inputs, routing));
        assertThrows(
                IllegalStateException.class, () -> Agreement.require("near", Grade.BIT_EXACT, spec, inputs, routing));
    }

    private static Routing plainJava(GateSpec spec, RouterInputs inputs) {
        Routing routing = new Routing(TOKENS, spec);
        new PlainJavaGate(spec).route(TOKENS, inputs.logits(), inputs.bias(), routing.ids, routing.weights);
        return routing;
    }
}
