package org.moegate.cuda;

import java.util.Optional;
import java.util.SplittableRandom;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.cuda.emulator.LaunchChoice;
import org.moegate.cuda.emulator.LaunchChooser;
import org.moegate.kernelbuilds.RowsLayout;
import org.moegate.kernelbuilds.RowsTable;

/**
 * Launches for emulated kernels: half of them as the table says, half in other layouts that the kernels allow, so that they stay
 * right where the table comes to say something else. A batch of a gate gets the same each time.
 */
final class EmulatedLaunches implements LaunchChooser {

    private static final int WARP_SIZE = 32;
    private static final int MOST_KEYS = 32;

    private static final int RUN = 4;

    /** Of so few multiprocessors that a handful of tokens is a large batch. */
    private static DeviceFacts gpu(int sharedMemory) {
        return new DeviceFacts(0, "an emulated GPU", 75, 1, 1 << 30, sharedMemory, 13000);
    }

    @Override
    public LaunchChoice choose(PlanRequest request, int numTokens) {
        GateSpec spec = request.spec();
        SplittableRandom random =
                new SplittableRandom(31L * (31L * spec.numExperts() + spec.topk()) + numTokens).split();
        Optional<RowsLayout> layout = RowsTable.layout(spec);
        if (random.nextBoolean()) {
            return layout.map(named -> rows(spec, named, numTokens)).orElseGet(() -> tiled(spec, numTokens, 48 << 10));
        }
        return layout.isPresent() && random.nextInt(4) > 0
                ? rows(spec, anyLayout(spec, random), numTokens)
                // keys in shared memory or not
                : tiled(spec, numTokens, random.nextBoolean() ? 48 << 10 : 1 << 10);
    }

    private static RowsLayout anyLayout(GateSpec spec, SplittableRandom random) {
        int lanes = 8 << random.nextInt(3);
        while (lanes * MOST_KEYS < spec.numExperts()) {
            lanes *= 2;
        }
        int splitWarps = lanes < WARP_SIZE ? 1 : random.nextInt(1, 5);
        int keys = Math.ceilDiv(Math.ceilDiv(spec.numExperts(), lanes), splitWarps) * splitWarps;
        if (keys > MOST_KEYS) {
            return new RowsLayout(lanes, MOST_KEYS, anyRun(MOST_KEYS, random), 1, 1);
        }
        // the warps that split a row have the experts of a thread side by side
        int run = splitWarps == 1 || keys / splitWarps <= RUN ? anyRun(keys, random) : keys;
        return new RowsLayout(lanes, keys, run, random.nextInt(1, 9), splitWarps);
    }

    private static int anyRun(int keys, SplittableRandom random) {
        return keys % RUN == 0 && random.nextBoolean() ? RUN : keys;
    }

    private static LaunchChoice rows(GateSpec spec, RowsLayout layout, int numTokens) {
        boolean split =
                numTokens <= RowsTable.mostSplitTokens(layout, gpu(48 << 10).multiprocessors());
        int rowBytes = layout.rowBytes(spec);
        return new LaunchChoice(
                split ? "route_split" : "route_rows",
                layout.lanes(),
                layout.keys(),
                layout.run(),
                layout.warps(),
                layout.splitWarps(),
                split ? numTokens : Math.ceilDiv(numTokens, layout.rowsPerBlock()),
                split ? layout.splitThreads() : layout.threads(),
                split ? rowBytes : rowBytes * layout.rowsPerBlock(),
                0);
    }

    private static LaunchChoice tiled(GateSpec spec, int numTokens, int sharedMemory) {
        DeviceFacts gpu = gpu(sharedMemory);
        int blocks = KernelTable.tiledBlocks(gpu, spec, numTokens);
        return new LaunchChoice(
                "route_tiled",
                0,
                0,
                0,
                0,
                0,
                blocks,
                KernelTable.tiledThreads(spec),
                KernelTable.tiledSharedBytes(gpu, spec),
                KernelTable.tiledKeysFitSharedMemory(gpu, spec) ? 0 : blocks * KernelTable.keyBytes(spec));
    }
}
