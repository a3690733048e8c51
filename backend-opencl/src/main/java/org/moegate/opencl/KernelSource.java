package org.moegate.opencl;

import java.util.LinkedHashMap;
import java.util.Map;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.GateConstants;
import org.moegate.kernelbuilds.KernelFiles;

/**
 * A program's text and compiler options: everything that tells it from others on the same device.
 *
 * @param family the kernel
 * @param text OpenCL C
 * @param options for {@code clBuildProgram}
 */
record KernelSource(KernelFamily family, String text, String options) {

    private static final KernelFiles FILES =
            new KernelFiles(file -> KernelSource.class.getResourceAsStream("kernels/" + file));

    /** The tiled kernel, for work-groups of some size and keys in either memory. */
    static KernelSource tiled(DeviceFacts device, int lanes, boolean keysInLocalMemory) {
        Map<String, Object> macros = new LinkedHashMap<>();
        macros.put("LANES", lanes);
        macros.put("KEYS_IN_LOCAL_MEMORY", GateConstants.number(keysInLocalMemory));
        return of(KernelFamily.TILED, device, macros);
    }

    /** A kernel built for one gate. */
    static KernelSource specialised(KernelFamily family, DeviceFacts device, PlanRequest request) {
        Map<String, Object> macros = GateConstants.macros(request);
        if (family == KernelFamily.LANES) {
            Team team = Team.of(device);
            macros.put("TEAM", team.number());
            macros.put("TEAMS", team.perWorkGroup());
            macros.put("WARP_REDUCES", GateConstants.number(Team.warpReduces(device)));
        }
        return of(family, device, macros);
    }

    private static KernelSource of(KernelFamily family, DeviceFacts device, Map<String, Object> macros) {
        macros.put("REAL_WIDTH", family.realWidth());
        return new KernelSource(family, FILES.text(macros, family.files()), options(family, device));
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
}
