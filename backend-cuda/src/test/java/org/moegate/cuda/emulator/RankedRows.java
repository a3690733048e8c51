package org.moegate.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.RowsLayout;

/** Runs the kernels of {@code rows.h} with a mark on the first id of each row, which says how its experts were ranked. */
final class RankedRows {

    /** How the experts of a row were ranked. */
    enum Way {
        AT_ONCE(0),
        WITH_TIES(1 << 20),
        ONE_BY_ONE(1 << 21);

        /** A bit that no expert's number has. */
        private final int mark;

        Way(int mark) {
            this.mark = mark;
        }

        private static Way of(int marked) {
            return (marked & ONE_BY_ONE.mark) != 0 ? ONE_BY_ONE : (marked & WITH_TIES.mark) != 0 ? WITH_TIES : AT_ONCE;
        }
    }

    /**
     * What came of a row.
     *
     * @param way how
     * @param ids the experts
     */
    record Ranking(Way way, List<Integer> ids) {}

    private static final int ALIGNMENT = 16;

    private static final EmulatorLibrary LIBRARY = EmulatorLibrary.ofRows(marked());

    private RankedRows() {}

    /** A folder with a {@code rows.h} that marks what it does. */
    private static Path marked() {
        try {
            String text = Files.readString(LibraryBuild.KERNELS.getLast().resolve("rows.h"));
            text = marked(text, "choose_with_ties(row, count);", Way.WITH_TIES);
            text = marked(text, "choose_one_by_one(row, open);", Way.ONE_BY_ONE);
            Path folder = Files.createDirectories(LibraryBuild.BUILT.resolve("marked"));
            Files.writeString(folder.resolve("rows.h"), text);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String marked(String text, String call, Way way) {
        assertEquals(2, text.split(Pattern.quote(call), -1).length, "calls of " + call);
        return text.replace(call, call + " warp_sync(); if (row.lane == 0) { row.chosen_ids[0] |= " + way.mark + "; }");
    }

    /** Of float32 logits, row by row, and in an order of lanes that the schedule says. */
    static List<Ranking> of(GateSpec spec, RowsLayout layout, boolean split, float[][] logits, long schedule) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate((long) logits.length * spec.numExperts() * Float.BYTES, ALIGNMENT);
            for (int row = 0; row < logits.length; row++) {
                MemorySegment.copy(
                        logits[row],
                        0,
                        memory,
                        ValueLayout.JAVA_FLOAT,
                        (long) row * spec.numExperts() * Float.BYTES,
                        spec.numExperts());
            }
            MemorySegment ids = arena.allocate((long) logits.length * spec.topk() * Integer.BYTES, ALIGNMENT);
            MemorySegment weights = arena.allocate(ids.byteSize(), ALIGNMENT);
            RouteArguments arguments = new RouteArguments(PlanRequest.of(spec).withBias(null), arena);
            int blocks = split ? logits.length : Math.ceilDiv(logits.length, layout.rowsPerBlock());
            int threads = split ? layout.splitThreads() : layout.threads();
            int sharedBytes = layout.rowBytes(spec) * (split ? 1 : layout.rowsPerBlock());
            String kernel = split ? "route_split" : "route_rows";
            arguments.setShape(new LaunchChoice(
                    kernel,
                    layout.lanes(),
                    layout.keys(),
                    layout.run(),
                    layout.warps(),
                    layout.splitWarps(),
                    blocks,
                    threads,
                    sharedBytes,
                    0));
            arguments.setTokens(logits.length, logits.length, spec.numExperts());
            arguments.setMemory(memory.address(), 0, ids.address(), weights.address(), 0);
            EmulatedLaunch launch = new EmulatedLaunch(LIBRARY, arena);
            launch.setKernel(LIBRARY.kernel(kernel), Extent.of(blocks), Extent.of(threads), sharedBytes);
            launch.run(arguments.struct(), schedule);
            return rankings(ids.toArray(ValueLayout.JAVA_INT), spec.topk());
        }
    }

    private static List<Ranking> rankings(int[] ids, int topk) {
        Ranking[] rankings = new Ranking[ids.length / topk];
        Arrays.setAll(rankings, row -> {
            int[] own = Arrays.copyOfRange(ids, row * topk, (row + 1) * topk);
            Way way = Way.of(own[0]);
            own[0] &= ~way.mark;
            return new Ranking(way, Arrays.stream(own).boxed().toList());
        });
        return List.of(rankings);
    }
}
