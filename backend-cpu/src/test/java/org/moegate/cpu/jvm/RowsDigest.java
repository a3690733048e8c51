package org.moegate.cpu.jvm;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.conformance.cases.CallMemory;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.Routing;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.cpu.CpuBackendProvider;
import org.moegate.reference.ReferenceGate;
import org.moegate.spi.GateDevice;

/**
 * What becomes of some two thousand rows, as one number for each device: gates of any shape and inputs of any type, ties, NaN and
 * infinities among them. One bit that differs changes the number.
 */
final class RowsDigest {

    private static final int CASES = 420;

    private final CRC32C digest = new CRC32C();

    private RowsDigest() {}

    /** Prints a line for each device that this JVM has and each pass: with every one more of the code is compiled. */
    public static void main(String[] passes) {
        for (GateDevice device : new CpuBackendProvider().devices()) {
            for (int pass = 0; pass < Integer.parseInt(passes[0]); pass++) {
                System.out.println("digest of " + device.id() + ": " + of(device));
            }
        }
    }

    private static String of(GateDevice device) {
        Backends backends = Backends.builder()
                .provider(new CpuBackendProvider())
                .force("cpu:" + device.id())
                .build();
        RowsDigest rows = new RowsDigest();
        for (int seed = 0; seed < CASES; seed++) {
            RoutingCase drawn = RandomCases.draw(seed);
            try (GatePlan plan = backends.plan(drawn.request());
                    Arena arena = Arena.ofConfined()) {
                Routing routing = new CallMemory(drawn, MemoryAllocator.of(arena)).route(plan);
                for (int row = 0; row < drawn.numTokens(); row++) {
                    rows.add(routing.idsOf(row), routing.weightsOf(row));
                }
            }
        }
        return rows.toString();
    }

    /** The same number by the reference, row by row in plain arrays. */
    static String ofReference() {
        RowsDigest rows = new RowsDigest();
        for (int seed = 0; seed < CASES; seed++) {
            RoutingCase drawn = RandomCases.draw(seed);
            ReferenceGate gate = new ReferenceGate(drawn.spec());
            for (int row = 0; row < drawn.numTokens(); row++) {
                int[] ids = new int[drawn.spec().topk()];
                float[] weights = new float[ids.length];
                if (row < drawn.numTokenNonPadded()) {
                    gate.route(drawn.logitsRow(row), 0, drawn.bias(), ids, weights, 0);
                } else {
                    Arrays.fill(ids, -1);
                }
                rows.add(ids, weights);
            }
        }
        return rows.toString();
    }

    private void add(int[] ids, float[] weights) {
        for (int i = 0; i < ids.length; i++) {
            add(ids[i]);
            add(Float.floatToRawIntBits(weights[i]));
        }
    }

    private void add(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            digest.update(value >>> shift);
        }
    }

    @Override
    public String toString() {
        return Long.toHexString(digest.getValue());
    }
}
