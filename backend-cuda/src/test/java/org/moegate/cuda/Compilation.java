package org.moegate.cuda;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The kernels of some gates, and the one for any gate, compiled for an architecture.
 *
 * @param architecture such as sm_90
 * @param kernels what was to be compiled
 * @param usages what was
 */
record Compilation(String architecture, Set<String> kernels, Map<String, KernelUsage> usages) {

    private static final String ANY_GATE = "any_gate";

    static Compilation of(Nvcc nvcc, Path folder, String architecture, List<CatalogueKernels> gates) {
        TranslationUnit unit = new TranslationUnit();
        gates.forEach(kernels -> kernels.addTo(unit, architecture));
        KernelSource tiled = KernelSource.tiled(architecture);
        unit.add(ANY_GATE, tiled, "");
        String output = nvcc.compile(folder, architecture, unit.text(), tiled.options());
        return new Compilation(architecture, unit.kernels(), KernelUsage.parse(output));
    }

    /** Those built for a gate that keep something in memory of each thread's own, which costs them time; the other one may. */
    List<String> gatesInMemory() {
        return usages.entrySet().stream()
                .filter(usage ->
                        !usage.getKey().startsWith(ANY_GATE) && usage.getValue().usesMemory())
                .map(usage -> usage.getKey() + ": " + usage.getValue().memory())
                .toList();
    }
}
