package org.moegate;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.moegate.spi.GateDevice;

/**
 * A host call of {@link GatePlan#route}, for Java Flight Recorder. Off unless a recording asks for it, since engines call once a
 * layer and token. Only {@link Recording} names this class, so that a runtime without {@code jdk.jfr} needs none of it.
 */
@Name("org.moegate.Route")
@Label("Route")
@Category("moegate")
@Description("A call of GatePlan.route from and to host memory")
@Enabled(false)
@StackTrace(false)
final class RouteEvent extends Event {

    @Label("Backend")
    String backend = "";

    @Label("Device")
    String device = "";

    @Label("Tokens")
    @Description("Rows of the call, padding included")
    int tokens;

    @Label("Experts")
    @Description("num_experts: routed experts")
    int experts;

    @Label("Topk")
    @Description("Columns of the output, fused shared experts included")
    int topk;

    @Label("Imbalance")
    @Description(
            "Tokens of the most loaded routed expert over the mean; 1 is a perfect balance, 0 where nothing was routed")
    float imbalance;

    private static final EventType TYPE = EventType.getEventType(RouteEvent.class);

    /** Whether a recording asks for it. To know that before there is an event spares calls from making one. */
    static boolean isWanted() {
        return TYPE.isEnabled();
    }

    /** Tells what the call was and did, of which the imbalance costs a pass over the ids. */
    void describe(String backendName, GateDevice gateDevice, GateSpec spec, int numTokens, MemorySegment topkIds) {
        backend = backendName;
        device = gateDevice.id();
        tokens = numTokens;
        experts = spec.numExperts();
        topk = spec.topk();
        imbalance = imbalance(spec.numExperts(), (long) numTokens * spec.topk(), topkIds);
    }

    private static float imbalance(int numExperts, long numPairs, MemorySegment topkIds) {
        long[] counts = new long[numExperts];
        long most = 0;
        long sum = 0;
        for (long pair = 0; pair < numPairs; pair++) {
            int id = topkIds.getAtIndex(JAVA_INT_UNALIGNED, pair);
            // neither padding nor fused shared experts
            if (id >= 0 && id < numExperts) {
                sum++;
                most = Math.max(most, ++counts[id]);
            }
        }
        return sum == 0 ? 0 : (float) ((double) most * numExperts / sum);
    }
}
