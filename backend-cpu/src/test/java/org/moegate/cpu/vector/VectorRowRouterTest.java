package org.moegate.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.ScoringFunc;
import org.moegate.cpu.ArrayRows;
import org.moegate.reference.Numerics;
import org.moegate.reference.ReferenceGate;

@Tag("every-width")
@DisplayName("Rows routed with vectors")
class VectorRowRouterTest {

    private static final int BLOCKS = 20;

    /** Logits that make choices hard to tell apart, each in a way of its own. */
    enum Logits {
        ANY {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                return random::nextGaussian;
            }
        },
        FAR_APART {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                return () -> 20 * random.nextGaussian();
            }
        },
        OF_FEW_VALUES {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                return () -> random.nextInt(12) / 4.0;
            }
        },
        ALL_EQUAL {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                return () -> 0.5;
            }
        },
        A_FEW_ULPS_APART {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                return () -> 0.75 + random.nextInt(4000) * 0x1p-23;
            }
        },
        TWO_AHEAD_IN_EVERY_SIXTEEN {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                AtomicInteger next = new AtomicInteger();
                return () -> switch (next.getAndIncrement() % 16) {
                    case 3 -> 2 + random.nextInt(16) * 0x1p-22;
                    case 12 -> 1.5 + random.nextInt(16) * 0x1p-22;
                    default -> random.nextGaussian() - 4;
                };
            }
        },
        TWO_AHEAD_OF_NEIGHBOURS_AMONG_32_OF_256 {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                AtomicInteger next = new AtomicInteger();
                return () -> {
                    int place = next.getAndIncrement();
                    // another 32 for each token
                    int expert = (place + place / 256 * 32) % 256;
                    return expert < 2
                            ? 3 - expert / 4.0
                            : expert < 32 ? 2 + random.nextInt(200) * 0x1p-22 : random.nextGaussian() - 4;
                };
            }
        },
        ALL_EQUAL_WITH_SCORES_THAT_END_IN_ONES {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                // the key of such a score ends in zeros, so that packing takes nothing off it
                float logit = 1 + random.nextInt(3);
                while ((~Float.floatToRawIntBits(Numerics.sigmoid(logit)) & 0x1FF) != 0) {
                    logit = Math.nextUp(logit);
                }
                double found = logit;
                return () -> found;
            }
        },
        WHERE_SCORES_LEVEL_OUT {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                return () -> random.nextDouble(-100, 40);
            }
        },
        WITHOUT_NUMBERS {
            @Override
            DoubleSupplier from(SplittableRandom random) {
                return () -> switch (random.nextInt(8)) {
                    case 0 -> Double.NaN;
                    case 1 -> Double.POSITIVE_INFINITY;
                    case 2 -> Double.NEGATIVE_INFINITY;
                    default -> random.nextGaussian();
                };
            }
        };

        abstract DoubleSupplier from(SplittableRandom random);
    }

    private static Stream<Arguments> gatesAndLogits() {
        return gates().flatMap(gate -> Arrays.stream(Logits.values()).map(logits -> Arguments.of(gate, logits)));
    }

    private static Stream<GateSpec> gates() {
        return Stream.of(
                GateSpec.builder(64, 6).build(),
                GateSpec.builder(8, 2).scoringFunc(ScoringFunc.SOFTMAX).build(),
                GateSpec.builder(128, 8).scoringFunc(ScoringFunc.SOFTMAX).build(),
                GateSpec.builder(17, 8).scoringFunc(ScoringFunc.SQRTSOFTPLUS).build(),
                GateSpec.builder(100, 1).renormalize(false).build(),
                GateSpec.builder(160, 9).numFusedSharedExperts(1).build(),
                GateSpec.builder(384, 10)
                        .numFusedSharedExperts(2)
                        .routedScalingFactor(2.827f)
                        .build(),
                GateSpec.builder(512, 8).build(),
                GateSpec.builder(200, 16).numFusedSharedExperts(2).build(),
                GateSpec.builder(896, 16).build(),
                GateSpec.builder(1000, 8).scoringFunc(ScoringFunc.SQRTSOFTPLUS).build(),
                GateSpec.builder(512, 12).scoringFunc(ScoringFunc.SOFTMAX).build(),
                GateSpec.builder(512, 22).build(),
                GateSpec.builder(24, 20).build(),
                GateSpec.builder(500, 40).scoringFunc(ScoringFunc.SOFTMAX).build(),
                GateSpec.builder(300, 64).build(),
                GateSpec.builder(300, 70).build(),
                GateSpec.builder(2100, 18).build(),
                deepSeekV3(8).build(),
                deepSeekV3(24).build(),
                deepSeekV3(9).numFusedSharedExperts(1).build(),
                deepSeekV3(8).groupScore(GroupScore.MAX).topkGroup(1).build(),
                GateSpec.builder(192, 7).numExpertGroup(12).topkGroup(8).build(),
                GateSpec.builder(256, 8).numExpertGroup(4).topkGroup(4).build(),
                GateSpec.builder(256, 8).numExpertGroup(16).topkGroup(10).build());
    }

    private static GateSpec.Builder deepSeekV3(int topk) {
        return GateSpec.builder(256, topk).numExpertGroup(8).topkGroup(4).routedScalingFactor(2.5f);
    }

    @ParameterizedTest(name = "{0}, logits {1}")
    @MethodSource("gatesAndLogits")
    @DisplayName("get the reference's bits, however few come together")
    void getTheReferencesBits(GateSpec spec, Logits kind) {
        SplittableRandom random = new SplittableRandom(1);
        VectorRowRouter router = new VectorRowRouter(spec);
        ReferenceGate reference = new ReferenceGate(spec);
        float[][] biases = {bias(spec, router, random, 0), null, bias(spec, router, random, -2), null};
        for (int block = 0; block < BLOCKS; block++) {
            int rows = 1 + block * router.mostRows() / BLOCKS;
            float[] logits = floats(rows * spec.numExperts() + router.readAhead(), kind.from(random));
            float[] biasOrNone = biases[block % biases.length];
            int[] ids = new int[router.mostRows() * spec.topk() + router.slack()];
            float[] weights = new float[ids.length];
            router.route(rows, new ArrayRows(logits, spec.numExperts()), biasOrNone, ids, weights);
            int[] expectedIds = new int[rows * spec.topk()];
            float[] expectedWeights = new float[expectedIds.length];
            for (int row = 0; row < rows; row++) {
                reference.route(
                        logits, row * spec.numExperts(), biasOrNone, expectedIds, expectedWeights, row * spec.topk());
            }
            assertAll(
                    () -> assertArrayEquals(
                            expectedIds, Arrays.copyOf(ids, expectedIds.length), () -> "ids of " + rows + " rows"),
                    () -> assertArrayEquals(
                            bits(expectedWeights),
                            bits(Arrays.copyOf(weights, expectedWeights.length)),
                            () -> "bits of the weights of " + rows + " rows"));
        }
    }

    /** A bias of few values; by one of -2, choices of sigmoid and softmax are all negative. */
    private static float[] bias(GateSpec spec, VectorRowRouter router, SplittableRandom random, int lowest) {
        float[] bias = floats(spec.numExperts() + router.readAhead(), () -> lowest + random.nextInt(4) * 0.125);
        Arrays.fill(bias, spec.numExperts(), bias.length, Float.NEGATIVE_INFINITY);
        return bias;
    }

    private static float[] floats(int count, DoubleSupplier values) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) values.getAsDouble();
        }
        return floats;
    }

    private static int[] bits(float[] floats) {
        int[] bits = new int[floats.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(floats[i]));
        return bits;
    }
}
