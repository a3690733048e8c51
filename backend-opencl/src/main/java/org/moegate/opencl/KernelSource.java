package org.moegate.opencl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.DispatchLayout;
import org.moegate.kernelbuilds.GateConstants;
import org.moegate.kernelbuilds.KernelFiles;
import org.moegate.kernelbuilds.RowsLayout;
import org.moegate.kernelbuilds.RowsTable;

/**
 * A program's text and compiler options: everything that tells it from others on the same device.
 *
 * @param name of the kernel, for messages
 * @param text OpenCL C
 * @param options for {@code clBuildProgram}
 */
record KernelSource(String name, String text, String options) {

    /** Of 32 bits, on every NVIDIA GPU since compute capability 7.0. */
    private static final int REGISTERS_OF_A_MULTIPROCESSOR = 1 << 16;

    private static final KernelFiles FILES =
            new KernelFiles(file -> KernelSource.class.getResourceAsStream("kernels/" + file));

    /** The tiled kernel, for work-groups of some size and keys in either memory. */
    static KernelSource tiled(DeviceFacts device, int lanes, boolean keysInLocalMemory) {
        Map<String, Object> macros = new LinkedHashMap<>();
        macros.put("LANES", lanes);
        macros.put("KEYS_IN_LOCAL_MEMORY", GateConstants.number(keysInLocalMemory));
        return of(KernelFamily.TILED, device, macros, options(device, "CL1.2"));
    }

    /** A kernel built for one gate. */
    static KernelSource specialised(KernelFamily family, DeviceFacts device, PlanRequest request) {
        Map<String, Object> macros = GateConstants.macros(request);
        if (family != KernelFamily.ROWS) {
            return of(family, device, macros, options(device, "CL1.2"));
        }
        Team team = Team.of(device);
        RowsLayout layout = KernelTable.layout(device, request.spec());
        macros.put("TEAM", team.number());
        macros.putAll(layout.macros());
        return switch (team) {
            case WARP ->
                of(family, device, macros, options(device, "CL1.2") + registerLimit(device, request.spec(), layout));
            case SUB_GROUP -> of(family, device, macros, options(device, device.openClC() >= 30 ? "CL3.0" : "CL2.0"));
            case LOCAL_MEMORY -> of(family, device, macros, options(device, "CL1.2"));
        };
    }

    /** What a lane may have where as many warps as the table says share a multiprocessor. Registers are given out by eights. */
    private static String registerLimit(DeviceFacts device, GateSpec spec, RowsLayout layout) {
        if (!device.extensions().contains("cl_nv_compiler_options")) {
            return "";
        }
        int warps = RowsTable.warpsAtOnce(spec, layout, device.computeCapability());
        int registers = REGISTERS_OF_A_MULTIPROCESSOR / (warps * RowsLayout.WARP_SIZE);
        return " -cl-nv-maxrregcount=" + registers / 8 * 8;
    }

    /** The kernels for what follows the gate, any gate. */
    static KernelSource dispatch(DeviceFacts device) {
        Map<String, Object> macros = Map.of(
                "REAL_WIDTH",
                "",
                "THREADS",
                DispatchKernel.workGroupSize(device),
                "WINDOW",
                DispatchLayout.EXPERTS_A_WINDOW);
        return new KernelSource(
                "dispatch",
                FILES.text(macros, List.of("language.cl", "dispatch.h", "dispatch.cl")),
                options(device, "CL1.2"));
    }

    private static KernelSource of(
            KernelFamily family, DeviceFacts device, Map<String, Object> macros, String options) {
        macros.put("REAL_WIDTH", family.realWidth());
        macros.put("COMPUTE_CAPABILITY", device.computeCapability());
        return new KernelSource(family.name(), FILES.text(macros, family.files()), options);
    }

    private static String options(DeviceFacts device, String language) {
        String rounding = device.missingRoundings().contains("CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT")
                ? ""
                : " -cl-fp32-correctly-rounded-divide-sqrt";
        // some compilers print how many warnings there were to the application's stderr
        return "-w -cl-std=" + language + rounding;
    }
}
