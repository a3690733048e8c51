package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;

@DisplayName("the layout of staging memory")
class StagingLayoutTest {

    /** 20 float32 of bias are 80 bytes, and so the logits begin at 128. */
    private static final GateSpec SPEC = GateSpec.builder(20, 3).build();

    private static final StagingLayout WITH_BIAS = new StagingLayout(new PlanRequest(SPEC, DType.F32, DType.F32));
    private static final StagingLayout WITHOUT_BIAS = new StagingLayout(new PlanRequest(SPEC, DType.BF16, null));

    @Test
    @DisplayName("has the bias first, then the logits where vectors are aligned")
    void input() {
        assertTrue(WITH_BIAS.hasBias());
        assertEquals(128, WITH_BIAS.logitsOffset());
        assertEquals(128 + 5 * 80, WITH_BIAS.inputBytes(5));
        assertFalse(WITHOUT_BIAS.hasBias());
        assertEquals(0, WITHOUT_BIAS.logitsOffset());
        assertEquals(5 * 40, WITHOUT_BIAS.inputBytes(5));
    }

    @Test
    @DisplayName("has the weights right behind as many ids")
    void output() {
        assertEquals(5 * 12, WITH_BIAS.weightsOffset(5));
        assertEquals(5 * 24, WITH_BIAS.outputBytes(5));
    }

    @Test
    @DisplayName("is that of sizes that need more than an int")
    void large() {
        StagingLayout large = new StagingLayout(
                PlanRequest.of(GateSpec.builder(1 << 30, 1 << 30).build()));
        assertEquals(3L << 32, large.inputBytes(2));
        assertEquals(2L << 32, large.weightsOffset(2));
        assertEquals(4L << 32, large.outputBytes(2));
        assertEquals(1, large.roomFor(2));
    }

    @Test
    @DisplayName("has room for more rows than a batch has, until as many fit as go at a time")
    void room() {
        assertEquals(16, WITH_BIAS.roomFor(1));
        assertEquals(16, WITH_BIAS.roomFor(16));
        assertEquals(32, WITH_BIAS.roomFor(17));
        assertEquals(32, WITH_BIAS.roomFor(32));
        assertEquals(1 << 16, WITH_BIAS.mostRows());
        assertEquals(1 << 16, WITH_BIAS.roomFor(Integer.MAX_VALUE));
        StagingLayout wide =
                new StagingLayout(PlanRequest.of(GateSpec.builder(100_000, 1).build()));
        assertEquals(41, wide.mostRows());
        assertEquals(32, wide.roomFor(32));
        assertEquals(41, wide.roomFor(33));
    }

    @Test
    @DisplayName("takes some of a call's rows, whatever their stride, and its bias")
    void inputs() {
        float[] bias = floats(20, 1000);
        float[] close = floats(4 * 20, 0);
        float[] apart = new float[3 * 23 + 20];
        for (int row = 0; row < 4; row++) {
            System.arraycopy(close, row * 20, apart, row * 23, 20);
        }
        assertArrayEquals(staged(bias, Arrays.copyOfRange(close, 20, 60)), copied(close, 20, bias));
        assertArrayEquals(staged(bias, Arrays.copyOfRange(close, 20, 60)), copied(apart, 23, bias));
    }

    /** The second and the third row, and nothing of the room behind them. */
    private static float[] copied(float[] logits, long stride, float[] bias) {
        float[] input = new float[(int) WITH_BIAS.inputBytes(3) / Float.BYTES];
        WITH_BIAS.copyInputs(
                MemorySegment.ofArray(logits), stride, MemorySegment.ofArray(bias), 1, 2, MemorySegment.ofArray(input));
        return input;
    }

    private static float[] staged(float[] bias, float[] rows) {
        float[] input = new float[(int) WITH_BIAS.inputBytes(3) / Float.BYTES];
        System.arraycopy(bias, 0, input, 0, bias.length);
        System.arraycopy(rows, 0, input, 32, rows.length);
        return input;
    }

    private static float[] floats(int count, int first) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = first + i;
        }
        return floats;
    }

    @Test
    @DisplayName("takes half floats without a bias, and rows of padding alone")
    void halfFloats() {
        short[] logits = new short[2 * 20];
        logits[20] = 7;
        short[] input = new short[20];
        MemorySegment segment = MemorySegment.ofArray(input);
        WITHOUT_BIAS.copyInputs(MemorySegment.ofArray(logits), 20, null, 1, 0, segment);
        assertEquals(0, input[0]);
        WITHOUT_BIAS.copyInputs(MemorySegment.ofArray(logits), 20, null, 1, 1, segment);
        assertEquals(7, input[0]);
    }

    @Test
    @DisplayName("gives ids and weights to the call's rows that they are of")
    void results() {
        MemorySegment output = MemorySegment.ofArray(new int[] {1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0, 9, 9, 9});
        for (int i = 0; i < 6; i++) {
            output.setAtIndex(ValueLayout.JAVA_FLOAT, 6 + i, i + 0.5f);
        }
        int[] ids = new int[4 * 3];
        float[] weights = new float[4 * 3];
        WITH_BIAS.copyResults(output, MemorySegment.ofArray(ids), MemorySegment.ofArray(weights), 1, 2);
        assertArrayEquals(new int[] {0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0}, ids);
        assertArrayEquals(new float[] {0, 0, 0, 0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 0, 0, 0}, weights);
    }
}
