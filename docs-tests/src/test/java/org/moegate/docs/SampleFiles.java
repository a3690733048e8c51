package org.moegate.docs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.moegate.tensors.SafetensorsWriter;
import org.moegate.tensors.StoredType;
import org.moegate.tensors.Tensor;

/** What a reader would have of their own: logits and parts of a model, under the names that the docs give them. */
final class SampleFiles {

    private SampleFiles() {}

    /** Logits for Kimi-K2, and for the gate of a config.json with its bias in a checkpoint. */
    static void write(Path folder) throws IOException {
        Random random = new Random(1);
        SafetensorsWriter.write(
                folder.resolve("logits.safetensors"), Map.of("logits", floats(random, 8, 384)), Map.of());
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "deepseek_v3", "n_routed_experts": 256, "num_experts_per_tok": 8, "n_group": 8, "topk_group": 4,
                 "scoring_func": "sigmoid", "topk_method": "noaux_tc", "norm_topk_prob": true, "routed_scaling_factor": 2.5}
                """);
        SafetensorsWriter.write(
                folder.resolve("model.safetensors"),
                Map.of("model.layers.3.mlp.gate.e_score_correction_bias", floats(random, 256)),
                Map.of());
        byte[] header = "{'descr': '<f4', 'fortran_order': False, 'shape': (8, 256), }\n".getBytes(US_ASCII);
        ByteBuffer npy = ByteBuffer.allocate(10 + header.length + 8 * 256 * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length)
                .put(header);
        while (npy.hasRemaining()) {
            npy.putFloat(random.nextFloat());
        }
        Files.write(folder.resolve("logits.npy"), npy.array());
    }

    private static Tensor floats(Random random, long... shape) {
        long elements = 1;
        for (long length : shape) {
            elements *= length;
        }
        float[] values = new float[Math.toIntExact(elements)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        List<Long> lengths = Arrays.stream(shape).boxed().toList();
        return new Tensor(StoredType.F32, lengths, MemorySegment.ofArray(values));
    }
}
