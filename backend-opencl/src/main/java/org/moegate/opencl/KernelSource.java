package org.moegate.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.PlanRequest;
import org.moegate.ScoringFunc;

/**
 * A program's text and compiler options: everything that tells it from others on the same device.
 *
 * @param family the kernel
 * @param text OpenCL C
 * @param options for {@code clBuildProgram}
 */
record KernelSource(KernelFamily family, String text, String options) {

    /** Files that were read: every plan asks for its source, also where the program is built already. */
    private static final Map<String, String> FILES = new ConcurrentHashMap<>();

    /** The tiled kernel, for work-groups of some size and keys in either memory. */
    static KernelSource tiled(DeviceFacts device, int lanes, boolean keysInLocalMemory) {
        Map<String, Object> defines = new LinkedHashMap<>();
        defines.put("LANES", lanes);
        defines.put("KEYS_IN_LOCAL_MEMORY", number(keysInLocalMemory));
        return of(KernelFamily.TILED, device, defines);
    }

    /** A kernel built for one gate. */
    static KernelSource specialised(KernelFamily family, DeviceFacts device, PlanRequest request) {
        GateSpec spec = request.spec();
        Map<String, Object> defines = new LinkedHashMap<>();
        defines.put("NUM_EXPERTS", spec.numExperts());
        defines.put("NUM_EXPERT_GROUP", spec.numExpertGroup());
        defines.put("TOPK_GROUP", spec.topkGroup());
        defines.put("TOPK", spec.topk());
        defines.put("NUM_FUSED_SHARED_EXPERTS", spec.numFusedSharedExperts());
        defines.put("SCORING_FUNC", number(spec.scoringFunc()));
        defines.put("GROUP_SCORE_IS_MAX", number(spec.groupScore() == GroupScore.MAX));
        defines.put("RENORMALIZE", number(spec.renormalize()));
        defines.put("APPLY_ROUTED_SCALING_FACTOR_ON_OUTPUT", number(spec.applyRoutedScalingFactorOnOutput()));
        defines.put("ROUTED_SCALING_FACTOR", Float.toHexString(spec.routedScalingFactor()) + "f");
        defines.put("LOGITS_DTYPE", number(request.logitsDType()));
        defines.put("BIAS_DTYPE", number(request.biasDType()));
        if (family == KernelFamily.LANES) {
            Team team = Team.of(device);
            defines.put("TEAM", team.number());
            defines.put("TEAMS", team.perWorkGroup());
            defines.put("WARP_REDUCES", number(Team.warpReduces(device)));
        }
        return of(family, device, defines);
    }

    private static KernelSource of(KernelFamily family, DeviceFacts device, Map<String, Object> defines) {
        StringBuilder text = new StringBuilder();
        defines.forEach((name, value) ->
                text.append("#define ").append(name).append(' ').append(value).append('\n'));
        text.append("#define REAL_WIDTH ").append(family.realWidth()).append('\n');
        for (String file : family.files()) {
            // so that a build log names the file
            text.append("#line 1 \"")
                    .append(file)
                    .append("\"\n")
                    .append(FILES.computeIfAbsent(file, KernelSource::read));
        }
        return new KernelSource(family, text.toString(), options(family, device));
    }

    private static String options(KernelFamily family, DeviceFacts device) {
        StringBuilder options = new StringBuilder();
        if (family == KernelFamily.LANES && Team.of(device) == Team.SUB_GROUP) {
            options.append(device.openClC() >= 30 ? "-cl-std=CL3.0 " : "-cl-std=CL2.0 ");
        } else {
            options.append("-cl-std=CL1.2 ");
        }
        if (!device.missingRoundings().contains("CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT")) {
            options.append("-cl-fp32-correctly-rounded-divide-sqrt ");
        }
        return options.toString().strip();
    }

    /** As {@code gate.cl} numbers them. */
    static int number(ScoringFunc scoringFunc) {
        return switch (scoringFunc) {
            case SIGMOID -> 0;
            case SOFTMAX -> 1;
            case SQRTSOFTPLUS -> 2;
        };
    }

    /** As {@code gate.cl} numbers them. */
    static int number(@Nullable DType dtype) {
        return switch (dtype) {
            case F32 -> 0;
            case F16 -> 1;
            case BF16 -> 2;
            case null -> 3;
        };
    }

    static int number(boolean value) {
        return value ? 1 : 0;
    }

    private static String read(String file) {
        try (InputStream in = KernelSource.class.getResourceAsStream("kernels/" + file)) {
            if (in == null) {
                throw new IllegalStateException("kernels/" + file + ": is not in the module");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("kernels/" + file, e);
        }
    }
}
