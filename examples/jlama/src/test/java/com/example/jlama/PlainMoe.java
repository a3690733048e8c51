package com.example.jlama;

import com.github.tjake.jlama.tensor.AbstractTensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A mixture-of-experts layer as its formula reads, in double arithmetic. */
final class PlainMoe {

    private PlainMoe() {}

    static float[] forward(MoeWeights weights, int topk, float[] token) {
        double[] input =
                IntStream.range(0, token.length).mapToDouble(i -> token[i]).toArray();
        double[] exponentials =
                DoubleStream.of(product(weights.router(), input)).map(Math::exp).toArray();
        List<Integer> chosen = IntStream.range(0, exponentials.length)
                .boxed()
                .sorted(Comparator.comparingDouble(expert -> -exponentials[expert]))
                .limit(topk)
                .toList();
        double total =
                chosen.stream().mapToDouble(expert -> exponentials[expert]).sum();
        float[] output = new float[token.length];
        double[] sums = new double[token.length];
        for (int expert : chosen) {
            double[] gate = product(weights.gate()[expert], input);
            double[] up = product(weights.up()[expert], input);
            double[] inner = IntStream.range(0, gate.length)
                    .mapToDouble(i -> gate[i] / (1 + Math.exp(-gate[i])) * up[i])
                    .toArray();
            double[] down = product(weights.down()[expert], inner);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += exponentials[expert] / total * down[i];
                output[i] = (float) sums[i];
            }
        }
        return output;
    }

    private static double[] product(AbstractTensor matrix, double[] vector) {
        return IntStream.range(0, matrix.shape().first())
                .mapToDouble(row -> IntStream.range(0, vector.length)
                        .mapToDouble(column -> matrix.get(row, column) * vector[column])
                        .sum())
                .toArray();
    }
}
