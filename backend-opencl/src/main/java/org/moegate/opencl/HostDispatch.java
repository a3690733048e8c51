package org.moegate.opencl;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;
import org.moegate.Dispatch;
import org.moegate.ExpertMap;
import org.moegate.kernelbuilds.DispatchLayout;
import org.moegate.kernelbuilds.Resources;

/** What follows the gate, on host memory: copied to the device, done there, and the results copied back. For one thread at a time. */
final class HostDispatch implements AutoCloseable {

    private final OpenClDevice device;
    private final DeviceContext context;
    private final DispatchLayout layout = new DispatchLayout();
    private final Resources resources;
    private final Commands commands;
    private final DispatchCalls calls;
    private final StagedInts topkIds;
    private final StagedInts topkWeights;
    private final StagedInts tokensPerExpert;
    private final StagedInts sortedTokenIds;
    private final StagedInts expertIds;
    private final StagedInts numTokensPostPadded;
    private final StagedInts perPair;
    private final StagedInts physicalExperts;
    private final StagedInts replicaCounts;
    private @Nullable ExpertMap map;
    private @Nullable cl_mem scratch;
    private long scratchInts;

    HostDispatch(OpenClDevice device, DeviceContext context, cl_command_queue queue) {
        this.device = device;
        this.context = context;
        this.resources = new Resources(device::check);
        this.commands = new Commands.InOrder(queue);
        this.calls = new DispatchCalls(device, context.dispatchProgram(), resources);
        this.topkIds = new StagedInts(device, context, queue, calls.topkIds);
        this.topkWeights = new StagedInts(device, context, queue, calls.topkWeights);
        this.tokensPerExpert = new StagedInts(device, context, queue, calls.tokensPerExpert);
        this.sortedTokenIds = new StagedInts(device, context, queue, calls.sortedTokenIds);
        this.expertIds = new StagedInts(device, context, queue, calls.expertIds);
        this.numTokensPostPadded = new StagedInts(device, context, queue, calls.numTokensPostPadded);
        this.perPair = new StagedInts(device, context, queue, calls.perPair);
        this.physicalExperts = new StagedInts(device, context, queue, calls.logicalToPhysical);
        this.replicaCounts = new StagedInts(device, context, queue, calls.logicalReplicaCounts);
    }

    void countTokens(int numPairs, MemorySegment ids, int numExperts, MemorySegment counts) {
        layout.set(numPairs, numExperts, 1);
        topkIds.upload(ids, numPairs);
        tokensPerExpert.ensure(numExperts);
        ensureScratch();
        calls.countTokens(commands, layout);
        tokensPerExpert.download(counts, numExperts);
    }

    void alignBlockSize(
            int numPairs,
            MemorySegment ids,
            int numExperts,
            int blockSize,
            MemorySegment sorted,
            MemorySegment experts,
            MemorySegment total,
            MemorySegment counts) {
        layout.set(numPairs, numExperts, blockSize);
        topkIds.upload(ids, numPairs);
        tokensPerExpert.ensure(numExperts);
        sortedTokenIds.ensure(Dispatch.mostSortedIds(numPairs, numExperts, blockSize));
        expertIds.ensure(Dispatch.mostBlocks(numPairs, numExperts, blockSize));
        numTokensPostPadded.ensure(1);
        ensureScratch();
        calls.alignBlockSize(commands, layout);
        numTokensPostPadded.download(total, 1);
        int places = total.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
        tokensPerExpert.download(counts, numExperts);
        sortedTokenIds.download(sorted, places);
        expertIds.download(experts, places / blockSize);
    }

    void mapExperts(int numTokens, int topk, MemorySegment ids, ExpertMap experts, MemorySegment physicalIds) {
        int numPairs = numTokens * topk;
        ensureMap(experts);
        topkIds.upload(ids, numPairs);
        perPair.ensure(numPairs);
        calls.mapExperts(commands, numPairs, topk, experts.numLogicalExperts(), experts.mostReplicas());
        perPair.download(physicalIds, numPairs);
    }

    void pack(int numPairs, MemorySegment ids, MemorySegment weights, MemorySegment packed) {
        topkIds.upload(ids, numPairs);
        topkWeights.upload(weights, numPairs);
        perPair.ensure(numPairs);
        calls.pack(commands, numPairs);
        perPair.download(packed, numPairs);
    }

    /** A map stays on the device until another comes. */
    @SuppressWarnings(
            "ReferenceEquality") // maps are immutable, and to compare their contents costs more than to copy them
    private void ensureMap(ExpertMap experts) {
        if (map != experts) {
            int[] table = experts.logicalToPhysical();
            physicalExperts.upload(MemorySegment.ofArray(table), table.length);
            replicaCounts.upload(MemorySegment.ofArray(experts.logicalReplicaCounts()), experts.numLogicalExperts());
            map = experts;
        }
    }

    private void ensureScratch() {
        long ints = layout.scratchInts();
        if (scratch == null || scratchInts < ints) {
            releaseScratch();
            scratch = device.newBuffer(context.handle(), CL.CL_MEM_READ_WRITE, 2 * ints * Integer.BYTES, null);
            scratchInts = 2 * ints;
            calls.scratch.set(scratch, 0);
        }
    }

    private void releaseScratch() {
        if (scratch != null) {
            cl_mem old = scratch;
            scratch = null;
            device.check("clReleaseMemObject", CL.clReleaseMemObject(old));
        }
    }

    @Override
    public void close() {
        try (resources;
                topkIds;
                topkWeights;
                tokensPerExpert;
                sortedTokenIds;
                expertIds;
                numTokensPostPadded;
                perPair;
                physicalExperts;
                replicaCounts) {
            releaseScratch();
        }
    }
}
