package com.example.jlama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.FloatBufferTensor;
import com.github.tjake.jlama.tensor.operations.TensorOperationsProvider;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moegate.reference.ReferenceGate;

@DisplayName("The block that moegate routes")
class MoegateBlockTest {

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource({"8, 2", "16, 4", "5, 1", "6, 6"})
    @DisplayName("chooses the experts of Jlama's own gate for 500 random tokens")
    void sameExperts(int experts, int expertsPerToken) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (SmallModel small = SmallModel.create(folder, SmallModel.shape(experts, expertsPerToken))) {
            MoegateBlock block = small.block(MoegateBlock.Weights.APPLIED);
            JlamaBlock jlamas = new JlamaBlock(small.model(), small.weights());
            for (int row = 0; row < 500; row++) {
                AbstractTensor token = small.randomTokens(1, random);
                jlamas.forward(token).close();
                assertEquals(set(jlamas.lastChoice()), set(block.route(token).experts(0)), "token " + row);
            }
        }
    }

    private static List<Integer> set(int[] experts) {
        return Arrays.stream(experts).sorted().boxed().toList();
    }

    @Test
    @DisplayName(
            "chooses equally good experts where some tie, the lower index first, which Jlama's gate does not promise")
    void ties() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        try (SmallModel plain = SmallModel.create(folder, SmallModel.shape(8, 3))) {
            SmallModel small = plain.withRouter(twins(plain.weights().router()));
            MoegateBlock block = small.block(MoegateBlock.Weights.APPLIED);
            JlamaBlock jlamas = new JlamaBlock(small.model(), small.weights());
            int others = 0;
            for (int row = 0; row < 500; row++) {
                AbstractTensor token = small.randomTokens(1, random);
                float[] logits = logits(small, token);
                jlamas.forward(token).close();
                int[] chosen = block.route(token).experts(0);
                assertArrayEquals(values(logits, jlamas.lastChoice()), values(logits, chosen), "token " + row);
                assertArrayEquals(reference(small, logits), chosen, "token " + row);
                others += set(chosen).equals(set(jlamas.lastChoice())) ? 0 : 1;
            }
            assertTrue(others > 0 && others < 500, others + " tokens with another choice among equals");
        }
    }

    /** The router with each odd expert's row made that of the even one before it. */
    private static AbstractTensor twins(AbstractTensor router) {
        AbstractTensor twins = new FloatBufferTensor(router);
        long row = twins.getMemorySegment().byteSize() / twins.shape().first();
        for (int expert = 1; expert < twins.shape().first(); expert += 2) {
            MemorySegment.copy(
                    twins.getMemorySegment(), (expert - 1) * row, twins.getMemorySegment(), expert * row, row);
        }
        return twins;
    }

    /** One product after the other, as Jlama's own gate has them. */
    private static float[] logits(SmallModel small, AbstractTensor token) {
        AbstractTensor router = small.weights().router();
        float[] logits = new float[router.shape().first()];
        for (int expert = 0; expert < logits.length; expert++) {
            logits[expert] = TensorOperationsProvider.get()
                    .dotProduct(
                            token, router.slice(expert), 0, 0, router.shape().last());
        }
        return logits;
    }

    private static float[] values(float[] logits, int[] experts) {
        float[] values = new float[experts.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = logits[experts[i]];
        }
        Arrays.sort(values);
        return values;
    }

    private static int[] reference(SmallModel small, float[] logits) {
        int[] experts = new int[small.spec().topk()];
        new ReferenceGate(small.spec()).route(logits, 0, null, experts, new float[experts.length], 0);
        return experts;
    }

    @Test
    @DisplayName("gives the bits of Jlama's block when it leaves the weights out")
    void jlamasBitsWithoutWeights() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        try (SmallModel small = SmallModel.create(folder, SmallModel.shape(8, 2))) {
            MoegateBlock block = small.block(MoegateBlock.Weights.IGNORED);
            JlamaBlock jlamas = new JlamaBlock(small.model(), small.weights());
            for (int row = 0; row < 100; row++) {
                AbstractTensor token = small.randomTokens(1, random);
                try (AbstractTensor expected = jlamas.forward(token);
                        AbstractTensor actual = block.forward(token, Optional.empty())) {
                    assertArrayEquals(SmallModel.floats(expected), SmallModel.floats(actual), "token " + row);
                }
            }
        }
    }

    @Test
    @DisplayName("adds the experts' outputs by the router's weights, as plain double arithmetic does")
    void weightsApplied() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        try (SmallModel small = SmallModel.create(folder, SmallModel.shape(8, 2))) {
            MoegateBlock block = small.block(MoegateBlock.Weights.APPLIED);
            for (int row = 0; row < 100; row++) {
                AbstractTensor token = small.randomTokens(1, random);
                float[] expected = PlainMoe.forward(small.weights(), 2, SmallModel.floats(token));
                try (AbstractTensor actual = block.forward(token, Optional.empty())) {
                    double difference = Vectors.difference(SmallModel.floats(actual), expected);
                    assertTrue(difference < 1e-5, "token " + row + " is off by " + difference);
                }
            }
        }
    }

    @Test
    @DisplayName("gives a token the same bits alone and in a batch, where Jlama's own block does not")
    void batches() throws IOException {
        try (SmallModel small = SmallModel.create(folder, SmallModel.shape(8, 2))) {
            AbstractTensor batch = small.randomTokens(7, new SplittableRandom(5));
            MoegateBlock block = small.block(MoegateBlock.Weights.APPLIED);
            JlamaBlock jlamas = new JlamaBlock(small.model(), small.weights());
            try (AbstractTensor together = block.forward(batch, Optional.empty());
                    AbstractTensor jlamasTogether = jlamas.forward(batch)) {
                for (int row = 0; row < 7; row++) {
                    AbstractTensor token = batch.slice(row);
                    float[] alone = SmallModel.floats(block.forward(token, Optional.empty()));
                    assertArrayEquals(alone, SmallModel.floats(together.slice(row)), "token " + row);
                    MemorySegment jlamasAlone = jlamas.forward(token).getMemorySegment();
                    assertNotEquals(
                            -1, jlamasAlone.mismatch(jlamasTogether.slice(row).getMemorySegment()), "token " + row);
                }
            }
        }
    }

    @Test
    @DisplayName("serves threads at once")
    void threads() throws Exception {
        try (SmallModel small = SmallModel.create(folder, SmallModel.shape(8, 2));
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            MoegateBlock block = small.block(MoegateBlock.Weights.APPLIED);
            SplittableRandom random = new SplittableRandom(6);
            List<AbstractTensor> tokens = IntStream.range(0, 50)
                    .mapToObj(i -> small.randomTokens(1 + i % 3, random))
                    .collect(Collectors.toList());
            List<float[]> expected = outputs(block, tokens);
            Callable<List<float[]>> task = () -> outputs(block, tokens);
            for (Future<List<float[]>> actual : threads.invokeAll(List.of(task, task, task, task))) {
                for (int i = 0; i < expected.size(); i++) {
                    assertArrayEquals(expected.get(i), actual.get().get(i), "batch " + i);
                }
            }
        }
    }

    private static List<float[]> outputs(MoegateBlock block, List<AbstractTensor> batches) {
        return batches.stream()
                .map(batch -> {
                    try (AbstractTensor output = block.forward(batch, Optional.empty())) {
                        return SmallModel.floats(output);
                    }
                })
                .toList();
    }
}
