package org.moegate.opencl;

import java.util.function.BiConsumer;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_event;
import org.jocl.cl_program;
import org.moegate.Dispatch;
import org.moegate.GateSpec;
import org.moegate.kernelbuilds.DispatchLayout;
import org.moegate.kernelbuilds.Resources;
import org.moegate.spi.DispatchNumbers;

/** What follows the gate, on the caller's queues and buffers. */
final class QueueDispatch implements OpenClDispatch, AutoCloseable {

    private final OpenClDevice device;
    private final GateSpec spec;
    private final CallerContexts<DispatchCalls> contexts;
    private final DispatchLayout layout = new DispatchLayout();

    QueueDispatch(OpenClDevice device, DeviceContext home, GateSpec spec) {
        this.device = device;
        this.spec = spec;
        this.contexts = new CallerContexts<>(device, (context, resources) -> newCalls(home, context, resources));
    }

    private DispatchCalls newCalls(DeviceContext home, cl_context context, Resources resources) {
        cl_program there = home.buildFor(context, KernelSource.dispatch(device.facts()));
        resources.own("clReleaseProgram", () -> CL.clReleaseProgram(there));
        return new DispatchCalls(device, there, resources);
    }

    @Override
    public synchronized void prepare(cl_command_queue queue) {
        try {
            contexts.of(queue);
        } catch (CLException e) {
            throw device.failure(e);
        }
    }

    @Override
    public long scratchInts(int numTokens, int numExperts) {
        DispatchNumbers.positive("numExperts", numExperts);
        return DispatchLayout.mostScratchInts(DispatchNumbers.pairs(spec, numTokens), numExperts);
    }

    @Override
    public cl_event countTokens(
            cl_command_queue queue,
            int numTokens,
            OpenClArray topkIds,
            int numExperts,
            OpenClArray tokensPerExpert,
            OpenClArray scratch,
            cl_event... waitFor) {
        int numPairs = checkCounts(numTokens, topkIds, numExperts, tokensPerExpert, scratch);
        return enqueued(queue, waitFor, (calls, commands) -> {
            setCounts(calls, topkIds, tokensPerExpert, scratch);
            layout.set(numPairs, numExperts, 1);
            calls.countTokens(commands, layout);
        });
    }

    @Override
    public cl_event alignBlockSize(
            cl_command_queue queue,
            int numTokens,
            OpenClArray topkIds,
            int numExperts,
            int blockSize,
            OpenClArray sortedTokenIds,
            OpenClArray expertIds,
            OpenClArray numTokensPostPadded,
            OpenClArray tokensPerExpert,
            OpenClArray scratch,
            cl_event... waitFor) {
        int numPairs = checkCounts(numTokens, topkIds, numExperts, tokensPerExpert, scratch);
        int mostSorted = DispatchNumbers.sortedIds(numPairs, numExperts, blockSize);
        Room.require("sortedTokenIds", sortedTokenIds, mostSorted, Integer.BYTES);
        long mostBlocks = Dispatch.mostBlocks(numPairs, numExperts, blockSize);
        Room.require("expertIds", expertIds, mostBlocks, Integer.BYTES);
        Room.require("numTokensPostPadded", numTokensPostPadded, 1, Integer.BYTES);
        return enqueued(queue, waitFor, (calls, commands) -> {
            setCounts(calls, topkIds, tokensPerExpert, scratch);
            calls.sortedTokenIds.set(sortedTokenIds);
            calls.expertIds.set(expertIds);
            calls.numTokensPostPadded.set(numTokensPostPadded);
            layout.set(numPairs, numExperts, blockSize);
            calls.alignBlockSize(commands, layout);
        });
    }

    private int checkCounts(
            int numTokens, OpenClArray topkIds, int numExperts, OpenClArray tokensPerExpert, OpenClArray scratch) {
        int numPairs = DispatchNumbers.pairs(spec, numTokens);
        DispatchNumbers.positive("numExperts", numExperts);
        Room.require("topkIds", topkIds, numPairs, Integer.BYTES);
        Room.require("tokensPerExpert", tokensPerExpert, numExperts, Integer.BYTES);
        Room.require("scratch", scratch, scratchInts(numTokens, numExperts), Integer.BYTES);
        return numPairs;
    }

    private static void setCounts(
            DispatchCalls calls, OpenClArray topkIds, OpenClArray tokensPerExpert, OpenClArray scratch) {
        calls.topkIds.set(topkIds);
        calls.tokensPerExpert.set(tokensPerExpert);
        calls.scratch.set(scratch);
    }

    @Override
    public cl_event mapExperts(
            cl_command_queue queue,
            int numTokens,
            OpenClArray topkIds,
            int numLogicalExperts,
            int mostReplicas,
            OpenClArray logicalToPhysical,
            OpenClArray logicalReplicaCounts,
            OpenClArray physicalIds,
            cl_event... waitFor) {
        int numPairs = DispatchNumbers.pairs(spec, numTokens);
        DispatchNumbers.positive("numLogicalExperts", numLogicalExperts);
        DispatchNumbers.positive("mostReplicas", mostReplicas);
        Room.require("topkIds", topkIds, numPairs, Integer.BYTES);
        Room.require("logicalToPhysical", logicalToPhysical, (long) numLogicalExperts * mostReplicas, Integer.BYTES);
        Room.require("logicalReplicaCounts", logicalReplicaCounts, numLogicalExperts, Integer.BYTES);
        Room.require("physicalIds", physicalIds, numPairs, Integer.BYTES);
        return enqueued(queue, waitFor, (calls, commands) -> {
            if (numPairs > 0) {
                calls.topkIds.set(topkIds);
                calls.logicalToPhysical.set(logicalToPhysical);
                calls.logicalReplicaCounts.set(logicalReplicaCounts);
                calls.perPair.set(physicalIds);
                calls.mapExperts(commands, numPairs, spec.topk(), numLogicalExperts, mostReplicas);
            }
        });
    }

    @Override
    public cl_event pack(
            cl_command_queue queue,
            int numTokens,
            OpenClArray topkIds,
            OpenClArray topkWeights,
            OpenClArray packed,
            cl_event... waitFor) {
        int numPairs = DispatchNumbers.pairs(spec, numTokens);
        DispatchNumbers.packable(spec);
        Room.require("topkIds", topkIds, numPairs, Integer.BYTES);
        Room.require("topkWeights", topkWeights, numPairs, Float.BYTES);
        Room.require("packed", packed, numPairs, Integer.BYTES);
        return enqueued(queue, waitFor, (calls, commands) -> {
            if (numPairs > 0) {
                calls.topkIds.set(topkIds);
                calls.topkWeights.set(topkWeights);
                calls.perPair.set(packed);
                calls.pack(commands, numPairs);
            }
        });
    }

    /** OpenCL takes a kernel's arguments as they are when it is enqueued, so threads take turns until then. */
    private synchronized cl_event enqueued(
            cl_command_queue queue, cl_event[] waitFor, BiConsumer<DispatchCalls, Commands> call) {
        try {
            Commands.Chained commands = new Commands.Chained(device, queue, waitFor);
            call.accept(contexts.of(queue), commands);
            return commands.end();
        } catch (CLException e) {
            throw device.failure(e);
        }
    }

    @Override
    public synchronized void close() {
        contexts.close();
    }
}
