package com.example.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

@DisplayName("A gate between TornadoVM's arrays")
class TornadoGateTest {

    private static final int MOST_TOKENS = 33;

    @Test
    @DisplayName("gives the reference's bits for floats with a bias")
    void floats() {
        try (GatePlan plan = EnginePlans.forArrays(Models.DEEPSEEK_V3)) {
            GateSpec spec = plan.request().spec();
            RandomFloats random = new RandomFloats(6);
            float[] bias = random.next(spec.numExperts());
            FloatArray logits = new FloatArray(MOST_TOKENS * spec.numExperts());
            IntArray ids = new IntArray(MOST_TOKENS * spec.topk());
            FloatArray weights = new FloatArray(MOST_TOKENS * spec.topk());
            TornadoGate.Call call = new TornadoGate(plan).prepare(logits, FloatArray.fromArray(bias), ids, weights);
            for (int tokens : new int[] {MOST_TOKENS, 1, 8, 0}) {
                float[] values = random.next(tokens * spec.numExperts());
                fill(logits, values);
                call.dispatch(tokens);
                Reference.of(spec, values, bias).requireAtStartOf(ids.toHeapArray(), weights.toHeapArray());
            }
        }
    }

    /** As a kernel would, element by element. */
    private static void fill(FloatArray array, float[] values) {
        for (int i = 0; i < values.length; i++) {
            array.set(i, values[i]);
        }
    }

    @Test
    @DisplayName("gives the reference's bits for half floats without a bias")
    void halfFloats() {
        try (GatePlan plan = EnginePlans.forHalfFloats(Models.MIXTRAL)) {
            GateSpec spec = plan.request().spec();
            float[] random = new RandomFloats(7).next(MOST_TOKENS * spec.numExperts());
            HalfFloatArray logits = new HalfFloatArray(random.length);
            float[] rounded = new float[random.length];
            for (int i = 0; i < random.length; i++) {
                short half = Float.floatToFloat16(random[i]);
                logits.getSegment().setAtIndex(ValueLayout.JAVA_SHORT, i, half);
                rounded[i] = Float.float16ToFloat(half);
            }
            IntArray ids = new IntArray(MOST_TOKENS * spec.topk());
            FloatArray weights = new FloatArray(MOST_TOKENS * spec.topk());
            new TornadoGate(plan).prepare(logits, null, ids, weights).dispatch(MOST_TOKENS);
            Reference.of(spec, rounded, null).requireAtStartOf(ids.toHeapArray(), weights.toHeapArray());
        }
    }

    @Test
    @DisplayName("leaves the arrays' headers and what lies behind the batch alone")
    void writesNothingElse() {
        try (GatePlan plan = EnginePlans.forHalfFloats(Models.MIXTRAL)) {
            int topk = plan.request().spec().topk();
            HalfFloatArray logits = new HalfFloatArray(4 * plan.request().spec().numExperts());
            IntArray ids = new IntArray(4 * topk);
            FloatArray weights = new FloatArray(4 * topk);
            ids.init(-7);
            weights.init(-7);
            MemorySegment header = header(ids);
            byte[] before = header.toArray(ValueLayout.JAVA_BYTE);
            new TornadoGate(plan).prepare(logits, null, ids, weights).dispatch(3);
            assertEquals(-1, MemorySegment.ofArray(before).mismatch(header));
            for (int i = 0; i < topk; i++) {
                assertTrue(ids.get(2 * topk + i) >= 0 && weights.get(2 * topk + i) > 0, "the last token of the batch");
                assertEquals(-7, ids.get(3 * topk + i), "the id behind the batch");
                assertEquals(-7, weights.get(3 * topk + i), "the weight behind the batch");
            }
        }
    }

    private static MemorySegment header(TornadoNativeArray array) {
        return array.getSegmentWithHeader().asSlice(0, TornadoNativeArray.ARRAY_HEADER);
    }

    @Test
    @DisplayName("finds the elements behind a header of the length that the build asked for")
    void headerLength() {
        FloatArray array = new FloatArray(1);
        assertEquals(
                Long.getLong("tornado.panama.objectHeader", 24),
                array.getSegment().address() - array.getSegmentWithHeader().address());
    }

    @Test
    @DisplayName("refuses arrays of another type than the plan's")
    void otherTypes() {
        try (GatePlan plan = EnginePlans.forHalfFloats(Models.MIXTRAL)) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> new TornadoGate(plan).prepare(new FloatArray(8), null, new IntArray(2), new FloatArray(2)));
            assertEquals("logits = FloatArray: the plan is for F16", refused.getMessage());
        }
    }
}
