package org.moegate.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.PlanRequest;

/** A request as the struct {@code Gate} of {@code gate.cl}: twelve fields of four bytes. */
final class GateStruct {

    static final int BYTES = 12 * Integer.BYTES;

    private GateStruct() {}

    static ByteBuffer of(PlanRequest request) {
        GateSpec spec = request.spec();
        return ByteBuffer.allocateDirect(BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(spec.numExperts())
                .putInt(spec.numExpertGroup())
                .putInt(spec.topkGroup())
                .putInt(spec.topk())
                .putInt(spec.numFusedSharedExperts())
                .putInt(KernelSource.number(spec.scoringFunc()))
                .putInt(KernelSource.number(spec.groupScore() == GroupScore.MAX))
                .putInt(KernelSource.number(spec.renormalize()))
                .putInt(KernelSource.number(spec.applyRoutedScalingFactorOnOutput()))
                .putFloat(spec.routedScalingFactor())
                .putInt(KernelSource.number(request.logitsDType()))
                .putInt(KernelSource.number(request.biasDType()))
                .flip();
    }
}
