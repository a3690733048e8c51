package org.moegate.cuda;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.ModelCatalogue;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.GateConstants;
import org.moegate.kernelbuilds.RowsLayout;
import org.moegate.kernelbuilds.RowsTable;

/**
 * Kernels built for a gate of the catalogue.
 *
 * @param model the first one that has the gate
 * @param request the gate and its types
 * @param layout what the table chose
 */
record CatalogueKernels(String model, PlanRequest request, RowsLayout layout) {

    /** All that differ, by type of logits. A factor is a constant like any other, so its value makes no difference. */
    static List<CatalogueKernels> all() {
        List<CatalogueKernels> all = new ArrayList<>();
        Set<Map<String, Object>> known = new HashSet<>();
        for (ModelCatalogue.Model model : ModelCatalogue.models()) {
            @Nullable DType bias = model.selectionBias() ? DType.F32 : null;
            for (DType logits : DType.values()) {
                PlanRequest request = new PlanRequest(model.spec(), logits, bias);
                Map<String, Object> macros = GateConstants.macros(request);
                macros.remove("ROUTED_SCALING_FACTOR");
                if (known.add(macros)) {
                    RowsLayout layout = RowsTable.layout(model.spec()).orElseThrow();
                    all.add(new CatalogueKernels(model.name(), request, layout));
                }
            }
        }
        return all;
    }

    String name() {
        return name(request.logitsDType());
    }

    /** What those for logits of a type are called: an identifier of C++. */
    String name(DType logits) {
        return model.replaceAll("\\W", "_") + "_" + logits;
    }

    void addTo(TranslationUnit unit, String architecture) {
        unit.add(
                name(),
                KernelSource.rows(architecture, request, layout),
                // the host adds the words up as the kernel does
                "static_assert(4 * ROW_WORDS == " + layout.rowBytes(request.spec()) + ", \"shared memory of a row\");");
    }
}
