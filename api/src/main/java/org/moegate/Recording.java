package org.moegate;

import java.lang.foreign.MemorySegment;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateWorker;

/** Tells Java Flight Recorder of a plan's calls, where the runtime has it. */
final class Recording {

    /** Not so in a runtime, or a graph of modules, without it; a JVM that records always has it. */
    private static final boolean POSSIBLE =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private final String backend;
    private final GateDevice device;
    private final GateSpec spec;

    Recording(String backend, GateDevice device, GateSpec spec) {
        this.backend = backend;
        this.device = device;
        this.spec = spec;
    }

    /**
     * Has a worker route a batch. Where nobody records, that is all: Flight Recorder is asked before the event's class, whose
     * loading starts it and would keep a process's first call waiting for a tenth of a second.
     */
    void route(
            GateWorker worker,
            int numTokens,
            int numTokenNonPadded,
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            MemorySegment topkIds,
            MemorySegment topkWeights) {
        if (!POSSIBLE || !FlightRecorder.isInitialized() || !RouteEvent.isWanted()) {
            worker.route(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
            return;
        }
        RouteEvent event = new RouteEvent();
        event.begin();
        worker.route(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
        event.end();
        if (event.shouldCommit()) {
            event.describe(backend, device, spec, numTokens, topkIds);
            event.commit();
        }
    }
}
