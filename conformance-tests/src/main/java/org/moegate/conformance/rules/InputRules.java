package org.moegate.conformance.rules;

import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.cases.Row;
import org.moegate.conformance.judge.Subject;

/** Logits, bias, strides and padding as they come in. */
public interface InputRules {

    @Rule(
            value = "Every float16 is widened to the float32 it stands for",
            contract = "1.1",
            check = "The conversion: subnormals, infinities, and NaN of any bits.")
    default void float16Logits(Subject gate) {
        gate.check(everyPattern(DType.F16));
    }

    @Rule(
            value = "Every bfloat16 is widened to the float32 it stands for, and no step rounds to bfloat16",
            contract = "1.1",
            check = "The conversion, and in what type scores and weights are kept.")
    default void bfloat16Logits(Subject gate) {
        gate.check(everyPattern(DType.BF16));
    }

    @Rule(
            value = "Logits and bias may each be of any type",
            contract = "1.2",
            check = "Which type the bias is read as: its own, not that of the logits.")
    default void everyPairOfTypes(Subject gate) {
        GateSpec spec = GateSpec.builder(72, 6).build();
        RoutingCase wide = RoutingCase.of("logits and bias of two types", spec, RandomCases.logits(21, 30, 72))
                .withBias(RandomCases.bias(21, 72));
        for (DType logits : DType.values()) {
            for (DType bias : DType.values()) {
                gate.check(wide.withTypes(logits, bias));
            }
        }
    }

    @Rule(
            value = "The bias decides who is chosen, never what they weigh",
            contract = "1.2",
            check = "Weights are scores; the bias is added to choices alone.")
    default void biasNeverWeighs(Subject gate) {
        GateSpec spec = GateSpec.builder(16, 3).renormalize(false).build();
        float[] bias =
                Row.filled(16, 0).with(2, 4).with(1.5f, 11).with(-0.5f, 15).values();
        gate.check(RoutingCase.of("a bias larger than any score", spec, RandomCases.logits(22, 40, 16))
                .withBias(bias));
    }

    @Rule(
            value = "A gate without a bias is one with a bias of zeros",
            contract = "1.2",
            check = "What is read where the bias is null.")
    default void absentBiasIsZeros(Subject gate) {
        GateSpec spec = GateSpec.builder(64, 6).numExpertGroup(4).topkGroup(2).build();
        RoutingCase without = RoutingCase.of("no bias", spec, RandomCases.logits(23, 40, 64));
        gate.check(without);
        gate.check(without.withName("a bias of zeros").withBias(new float[64]));
    }

    @Rule(
            value = "Rows may lie apart, and what lies between them is nothing",
            contract = "4.3",
            check = "The row stride is in elements; loads at a row's end must not reach into the gap.")
    default void rowsMayLieApart(Subject gate) {
        for (int experts : new int[] {7, 64, 100, 384}) {
            GateSpec spec = GateSpec.builder(experts, 5).build();
            RoutingCase dense = RoutingCase.of("rows apart", spec, RandomCases.logits(24, 19, experts))
                    .withBias(RandomCases.bias(24, experts));
            for (int apart : new int[] {1, 3, 64}) {
                for (DType dtype : DType.values()) {
                    RoutingCase typed = dense.withTypes(dtype, DType.F32);
                    gate.check(typed.withStride(experts + apart, Float.POSITIVE_INFINITY));
                    gate.check(typed.withStride(experts + apart, Float.NaN));
                }
            }
        }
    }

    @Rule(
            value = "Padding rows get ids -1 and weights 0, whatever their logits",
            contract = "2.9",
            check = "num_token_non_padded: the first padding row is the one of that index.")
    default void paddingRows(Subject gate) {
        GateSpec spec = GateSpec.builder(48, 5).numFusedSharedExperts(1).build();
        RoutingCase whole = RoutingCase.of("padding", spec, RandomCases.logits(25, 37, 48));
        for (int from : new int[] {0, 1, 15, 16, 17, 36, 37}) {
            gate.check(whole.withPaddingFrom(from));
        }
        gate.check(RoutingCase.of(
                        "padding full of NaN",
                        spec,
                        Row.filled(48, 1).values(),
                        Row.filled(48, Float.NaN).values())
                .withPaddingFrom(1));
    }

    private static RoutingCase everyPattern(DType dtype) {
        float[] values = new float[1 << Short.SIZE];
        for (int bits = 0; bits < values.length; bits++) {
            values[bits] =
                    dtype == DType.F16 ? Float.float16ToFloat((short) bits) : Float.intBitsToFloat(bits << Short.SIZE);
        }
        GateSpec spec = GateSpec.builder(1, 1).renormalize(false).build();
        return RoutingCase.of("each of the 65,536 values", spec, values).withTypes(dtype, DType.F32);
    }
}
