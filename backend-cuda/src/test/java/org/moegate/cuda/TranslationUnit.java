package org.moegate.cuda;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Many programs in one file, since the compiler takes longer to start than for a kernel. Each has a namespace, and its kernels,
 * which are of no namespace, have names of their own. What it defines is undefined behind it.
 */
final class TranslationUnit {

    private static final Pattern MACRO = Pattern.compile("^#define (\\w+)", Pattern.MULTILINE);
    private static final Pattern KERNEL = Pattern.compile("__global__ void __launch_bounds__\\(.*\\)\\s+(\\w+)\\(");

    private final StringBuilder text = new StringBuilder();
    private final Set<String> kernels = new TreeSet<>();

    /** Adds a program, and behind it some more text that sees what it declares and defines. */
    void add(String name, KernelSource source, String more) {
        Set<String> names = namesIn(KERNEL, source);
        Set<String> macros = namesIn(MACRO, source);
        names.forEach(kernel -> define(kernel, name + "_" + kernel));
        text.append("namespace ")
                .append(name)
                .append(" {\n")
                .append(source.text())
                .append(more)
                .append("\n}\n");
        macros.forEach(this::undefine);
        names.forEach(this::undefine);
    }

    private static Set<String> namesIn(Pattern pattern, KernelSource source) {
        Set<String> names = new LinkedHashSet<>();
        pattern.matcher(source.text()).results().map(match -> match.group(1)).forEach(names::add);
        return names;
    }

    private void define(String kernel, String as) {
        text.append("#define ").append(kernel).append(' ').append(as).append('\n');
        kernels.add(as);
    }

    private void undefine(String name) {
        text.append("#undef ").append(name).append('\n');
    }

    String text() {
        return text.toString();
    }

    /** What its kernels are called. */
    Set<String> kernels() {
        return kernels;
    }
}
