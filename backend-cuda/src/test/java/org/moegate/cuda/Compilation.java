package org.moegate.cuda;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The kernels of some gates, the one for any gate, and those that follow any gate, compiled for an architecture.
 *
 * @param architecture such as sm_90
 * @param kernels what was to be compiled
 * @param usages what was
 */
record Compilation(String architecture, Set<String> kernels, Map<String, KernelUsage> usages) {

    /** What names of kernels begin with that follow the gate. */
    static final String AFTER_GATE = "after_gate_";

    private static final String ANY_GATE = "any_gate_";

    static Compilation of(Nvcc nvcc, Path folder, String architecture, List<CatalogueKernels> gates) {
        TranslationUnit unit = new TranslationUnit();
        gates.forEach(kernels -> kernels.addTo(unit, architecture));
        KernelSource tiled = KernelSource.tiled(architecture);
        addTo(unit, ANY_GATE, tiled);
        addTo(unit, AFTER_GATE, KernelSource.dispatch(architecture));
        String output = nvcc.compile(folder, architecture, unit.text(), tiled.options());
        return new Compilation(architecture, unit.kernels(), KernelUsage.parse(output));
    }

    private static void addTo(TranslationUnit unit, String prefix, KernelSource source) {
        // the unit puts a line between them
        unit.add(prefix.substring(0, prefix.length() - 1), source, "");
    }

    /** Those built for a gate that keep something in memory of each thread's own, which costs them time. */
    List<String> gatesInMemory() {
        return inMemory(kernel -> !kernel.startsWith(ANY_GATE) && !kernel.startsWith(AFTER_GATE));
    }

    /** Those that follow any gate and do so. */
    List<String> dispatchInMemory() {
        return inMemory(kernel -> kernel.startsWith(AFTER_GATE));
    }

    private List<String> inMemory(Predicate<String> which) {
        return usages.entrySet().stream()
                .filter(usage -> which.test(usage.getKey()) && usage.getValue().usesMemory())
                .map(usage -> usage.getKey() + ": " + usage.getValue().memory())
                .toList();
    }
}
