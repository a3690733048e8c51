package org.moegate.cuda;

import java.util.List;
import java.util.Map;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.DispatchLayout;
import org.moegate.kernelbuilds.GateConstants;
import org.moegate.kernelbuilds.KernelFiles;
import org.moegate.kernelbuilds.RowsLayout;
import org.moegate.kernelbuilds.RowsTable;

/**
 * A program's text and compiler options: everything that tells it from others.
 *
 * @param family the kernels
 * @param text CUDA C++
 * @param options for NVRTC
 */
record KernelSource(KernelFamily family, String text, List<String> options) {

    private static final KernelFiles FILES =
            new KernelFiles(file -> KernelSource.class.getResourceAsStream("kernels/" + file));

    /** The kernel for any gate. */
    static KernelSource tiled(String architecture) {
        return of(KernelFamily.TILED, architecture, Map.of());
    }

    /** Kernels built for one gate. */
    static KernelSource rows(String architecture, PlanRequest request, RowsLayout layout) {
        Map<String, Object> macros = GateConstants.macros(request);
        macros.putAll(layout.macros());
        int computeCapability = Integer.parseInt(architecture.substring("sm_".length()));
        macros.put("WARPS_AT_ONCE", RowsTable.warpsAtOnce(request.spec(), layout, computeCapability));
        return of(KernelFamily.ROWS, architecture, macros);
    }

    /** The kernels for what follows any gate. */
    static KernelSource dispatch(String architecture) {
        return of(
                KernelFamily.DISPATCH,
                architecture,
                Map.of("THREADS", DispatchKernels.THREADS, "WINDOW", DispatchLayout.EXPERTS_A_WINDOW));
    }

    private static KernelSource of(KernelFamily family, String architecture, Map<String, ?> macros) {
        // --fmad=false: only what is written as fma is fused, which the reference's bits depend on
        return new KernelSource(
                family,
                FILES.text(macros, family.files()),
                List.of("--gpu-architecture=" + architecture, "--std=c++17", "--fmad=false"));
    }
}
