package org.moegate.tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A damaged file either opens, with tensors whose every byte can be read, or is refused in one line:")
class DamagedFilesTest {

    private static final int ROUNDS = 1000;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "safetensors, seed {0}")
    @ValueSource(longs = {20261123, 1})
    void safetensors(long seed) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("logits", Samples.tensor(StoredType.BF16, 3L, 5L));
        tensors.put("bias", Samples.tensor(StoredType.F32, 5L));
        tensors.put("scale", Samples.tensor(StoredType.F64));
        Path path = directory.resolve("x");
        SafetensorsWriter.write(path, tensors, Map.of("about", "ties"));
        damage(Files.readAllBytes(path), new Random(seed));
    }

    @ParameterizedTest(name = ".npy, seed {0}")
    @ValueSource(longs = {20261123, 1})
    void npy(long seed) throws IOException {
        damage(Samples.npy(Samples.npyHeader("<f4", "(3, 5)"), 60), new Random(seed));
    }

    private void damage(byte[] whole, Random random) throws IOException {
        int opened = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = random.nextInt(4) == 0 ? truncated(whole, random) : whole.clone();
            for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                // a digit, a bracket or any byte: headers are text, where most other bytes end in the same refusal
                int at = random.nextInt(damaged.length);
                damaged[at] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) "0123456789-.,:[]{}()\"'ef ".charAt(random.nextInt(25));
            }
            Path path = Files.write(directory.resolve("x"), damaged);
            try (TensorFile file = TensorFile.open(path)) {
                opened++;
                readAll(file);
            } catch (TensorFileException expected) {
                refused++;
                assertTrue(String.valueOf(expected.getMessage()).matches("x: .+"), expected::toString);
            }
        }
        assertEquals(ROUNDS, opened + refused);
        assertTrue(opened > 0 && refused > 0, "of " + ROUNDS + " files " + opened + " opened");
    }

    private static byte[] truncated(byte[] whole, Random random) {
        return Arrays.copyOf(whole, random.nextInt(whole.length + 1));
    }

    private static void readAll(TensorFile file) {
        for (String name : file.names()) {
            Tensor tensor = file.tensor(name);
            assertEquals(tensor.data().byteSize(), tensor.data().toArray(ValueLayout.JAVA_BYTE).length);
        }
    }
}
