package org.moegate.cuda;

import org.moegate.GateSpec;
import org.moegate.kernelbuilds.DispatchLayout;
import org.moegate.spi.DispatchNumbers;

/** The caller's streams and memory. Threads take turns, since a launch's arguments are copied when the driver takes it. */
final class StreamDispatch implements CudaDispatch, AutoCloseable {

    private final GateSpec spec;
    private final DispatchLaunch launch;
    private final DispatchLayout layout = new DispatchLayout();
    private final LastStream lastStream = new LastStream();
    private boolean closed;

    StreamDispatch(CudaDevice device, DispatchKernels kernels, GateSpec spec) {
        this.spec = spec;
        this.launch = new DispatchLaunch(device, kernels);
    }

    @Override
    public long scratchBytes(int numTokens, int numExperts) {
        int numPairs = DispatchNumbers.pairs(spec, numTokens);
        DispatchNumbers.positive("numExperts", numExperts);
        return DispatchLayout.mostScratchInts(numPairs, numExperts) * Integer.BYTES;
    }

    @Override
    public void countTokens(
            long stream, int numTokens, long topkIds, int numExperts, long tokensPerExpert, long scratch) {
        int numPairs = checkCounting(numTokens, topkIds, numExperts, tokensPerExpert, scratch);
        synchronized (this) {
            requireOpen();
            layout.set(numPairs, numExperts, 1);
            launch.countTokens(layout, topkIds, scratch, tokensPerExpert, lastStream.of(stream));
        }
    }

    @Override
    public void alignBlockSize(
            long stream,
            int numTokens,
            long topkIds,
            int numExperts,
            int blockSize,
            long sortedTokenIds,
            long expertIds,
            long numTokensPostPadded,
            long tokensPerExpert,
            long scratch) {
        int numPairs = checkCounting(numTokens, topkIds, numExperts, tokensPerExpert, scratch);
        DispatchNumbers.sortedIds(numPairs, numExperts, blockSize);
        requireInts("numTokensPostPadded", numTokensPostPadded);
        if (numTokens > 0) {
            requireInts("sortedTokenIds", sortedTokenIds);
            requireInts("expertIds", expertIds);
        }
        synchronized (this) {
            requireOpen();
            layout.set(numPairs, numExperts, blockSize);
            launch.alignBlockSize(
                    layout,
                    topkIds,
                    scratch,
                    tokensPerExpert,
                    sortedTokenIds,
                    expertIds,
                    numTokensPostPadded,
                    lastStream.of(stream));
        }
    }

    private int checkCounting(int numTokens, long topkIds, int numExperts, long tokensPerExpert, long scratch) {
        int numPairs = DispatchNumbers.pairs(spec, numTokens);
        DispatchNumbers.positive("numExperts", numExperts);
        if (numTokens > 0) {
            requireInts("topkIds", topkIds);
        }
        requireInts("tokensPerExpert", tokensPerExpert);
        requireInts("scratch", scratch);
        return numPairs;
    }

    @Override
    public void mapExperts(
            long stream,
            int numTokens,
            long topkIds,
            long logicalToPhysical,
            long replicaCounts,
            int numLogicalExperts,
            int mostReplicas,
            long physicalIds) {
        int numPairs = DispatchNumbers.pairs(spec, numTokens);
        DispatchNumbers.positive("numLogicalExperts", numLogicalExperts);
        DispatchNumbers.positive("mostReplicas", mostReplicas);
        if (numTokens > 0) {
            requireInts("topkIds", topkIds);
            requireInts("logicalToPhysical", logicalToPhysical);
            requireInts("replicaCounts", replicaCounts);
            requireInts("physicalIds", physicalIds);
        }
        synchronized (this) {
            requireOpen();
            launch.mapExperts(
                    numPairs,
                    spec.topk(),
                    topkIds,
                    logicalToPhysical,
                    replicaCounts,
                    numLogicalExperts,
                    mostReplicas,
                    physicalIds,
                    lastStream.of(stream));
        }
    }

    @Override
    public void pack(long stream, int numTokens, long topkIds, long topkWeights, long packed) {
        int numPairs = DispatchNumbers.pairs(spec, numTokens);
        DispatchNumbers.packable(spec);
        if (numTokens > 0) {
            requireInts("topkIds", topkIds);
            DeviceAddress.require("topkWeights", topkWeights, Float.BYTES);
            requireInts("packed", packed);
        }
        synchronized (this) {
            requireOpen();
            launch.pack(numPairs, topkIds, topkWeights, packed, lastStream.of(stream));
        }
    }

    private static void requireInts(String name, long address) {
        DeviceAddress.require(name, address, Integer.BYTES);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the plan is closed");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        launch.close();
    }
}
