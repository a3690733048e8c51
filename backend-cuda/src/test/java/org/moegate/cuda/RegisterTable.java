package org.moegate.cuda;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moegate.DType;
import org.moegate.kernelbuilds.RowsLayout;

/**
 * The registers of the catalogue's kernels as a text.
 *
 * @param architecture the one that has a column for each type of logits
 * @param usages of kernels by name, by architecture
 */
record RegisterTable(String architecture, Map<String, Map<String, KernelUsage>> usages) {

    private static final String LINE = "%-30s %-14s %6s %5s %5s %5s   %s";

    /** A line for each gate and kernel, with the shared memory of a block; those that follow any gate are the last. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("registers on " + architecture + ", and from least to most on others");
        lines.add(LINE.formatted("gate", "kernel", "shared", "F32", "F16", "BF16", "others"));
        for (CatalogueKernels kernels : CatalogueKernels.all()) {
            if (kernels.request().logitsDType() == DType.F32) {
                RowsLayout layout = kernels.layout();
                int rowBytes = layout.rowBytes(kernels.request().spec());
                lines.add(line(kernels, "route_rows", rowBytes * layout.rowsPerBlock()));
                lines.add(line(kernels, "route_split", rowBytes));
            }
        }
        usages.getOrDefault(architecture, Map.of()).keySet().stream()
                .filter(name -> name.startsWith(Compilation.AFTER_GATE))
                .sorted()
                .map(this::dispatchLine)
                .forEach(lines::add);
        return lines;
    }

    private String line(CatalogueKernels kernels, String kernel, int sharedBytes) {
        List<String> names = Stream.of(DType.F32, DType.F16, DType.BF16)
                .map(logits -> kernels.name(logits) + "_" + kernel)
                .toList();
        return line(kernels.model(), kernel, sharedBytes, names);
    }

    /** The type of logits makes no difference. */
    private String dispatchLine(String name) {
        return line("any", name.substring(Compilation.AFTER_GATE.length()), 0, Collections.nCopies(3, name));
    }

    private String line(String gate, String kernel, int sharedBytes, List<String> names) {
        IntSummaryStatistics others = usages.keySet().stream()
                .filter(other -> !other.equals(architecture))
                .flatMap(other -> registers(other, names).stream())
                .mapToInt(Integer::intValue)
                .summaryStatistics();
        return LINE.formatted(
                gate,
                kernel,
                sharedBytes,
                cell(names.get(0)),
                cell(names.get(1)),
                cell(names.get(2)),
                others.getCount() == 0 ? "" : others.getMin() + ".." + others.getMax());
    }

    private String cell(String name) {
        return registers(architecture, List.of(name)).stream()
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    /** Of those kernels that were compiled for it. */
    private List<Integer> registers(String other, List<String> names) {
        Map<String, KernelUsage> compiled = usages.getOrDefault(other, Map.of());
        return names.stream()
                .flatMap(name -> Stream.ofNullable(compiled.get(name)))
                .map(KernelUsage::registers)
                .toList();
    }
}
