package org.moegate.cuda;

import org.moegate.GateSpec;
import org.moegate.kernelbuilds.DispatchLayout;

/** The caller's streams and memory. Threads take turns, since a launch's arguments are copied when the driver takes it. */
final class StreamDispatch implements CudaDispatch, AutoCloseable {

    private final int topk;
    private final DispatchCallChecks checks;
    private final DispatchLaunch launch;
    private final LastStream lastStream = new LastStream();
    private boolean closed;

    StreamDispatch(CudaDevice device, DispatchKernels kernels, GateSpec spec) {
        this.topk = spec.topk();
        this.checks = new DispatchCallChecks(spec);
        this.launch = new DispatchLaunch(device, kernels);
    }

    @Override
    public long scratchBytes(int numTokens, int numExperts) {
        checks.requireTokens(numTokens);
        checks.requirePositive("numExperts", numExperts);
        return new DispatchLayout(numTokens * topk, numExperts, 1).scratchInts() * Integer.BYTES;
    }

    @Override
    public void countTokens(
            long stream, int numTokens, long topkIds, int numExperts, long tokensPerExpert, long scratch) {
        checkCounting(numTokens, topkIds, numExperts, tokensPerExpert, scratch);
        DispatchLayout layout = new DispatchLayout(numTokens * topk, numExperts, 1);
        synchronized (this) {
            requireOpen();
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
        checkCounting(numTokens, topkIds, numExperts, tokensPerExpert, scratch);
        checks.requireBlocks(numTokens, numExperts, blockSize);
        requireInts("numTokensPostPadded", numTokensPostPadded);
        if (numTokens > 0) {
            requireInts("sortedTokenIds", sortedTokenIds);
            requireInts("expertIds", expertIds);
        }
        DispatchLayout layout = new DispatchLayout(numTokens * topk, numExperts, blockSize);
        synchronized (this) {
            requireOpen();
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

    private void checkCounting(int numTokens, long topkIds, int numExperts, long tokensPerExpert, long scratch) {
        checks.requireTokens(numTokens);
        checks.requirePositive("numExperts", numExperts);
        if (numTokens > 0) {
            requireInts("topkIds", topkIds);
        }
        requireInts("tokensPerExpert", tokensPerExpert);
        requireInts("scratch", scratch);
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
        checks.requireTokens(numTokens);
        checks.requirePositive("numLogicalExperts", numLogicalExperts);
        checks.requirePositive("mostReplicas", mostReplicas);
        if (numTokens > 0) {
            requireInts("topkIds", topkIds);
            requireInts("logicalToPhysical", logicalToPhysical);
            requireInts("replicaCounts", replicaCounts);
            requireInts("physicalIds", physicalIds);
        }
        synchronized (this) {
            requireOpen();
            launch.mapExperts(
                    numTokens * topk,
                    topk,
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
        checks.requireTokens(numTokens);
        checks.requirePackable();
        if (numTokens > 0) {
            requireInts("topkIds", topkIds);
            DeviceAddress.require("topkWeights", topkWeights, Float.BYTES);
            requireInts("packed", packed);
        }
        synchronized (this) {
            requireOpen();
            launch.pack(numTokens * topk, topkIds, topkWeights, packed, lastStream.of(stream));
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
