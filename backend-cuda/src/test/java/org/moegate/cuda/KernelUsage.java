package org.moegate.cuda;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a thread of a kernel takes, as the assembler tells.
 *
 * @param registers of 32 bits
 * @param stackBytes in memory
 * @param spillBytes for registers that were too few, stored and loaded
 */
record KernelUsage(int registers, int stackBytes, int spillBytes) {

    private static final Pattern PROPERTIES = Pattern.compile("""
            Function properties for (\\w+)
            \\s*(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads
            ptxas info +: Used (\\d+) registers""");

    /** By the names of kernels. */
    static Map<String, KernelUsage> parse(String output) {
        Map<String, KernelUsage> usages = new TreeMap<>();
        PROPERTIES
                .matcher(output.replace("\r", ""))
                .results()
                .forEach(found -> usages.put(
                        found.group(1),
                        new KernelUsage(number(found, 5), number(found, 2), number(found, 3) + number(found, 4))));
        return usages;
    }

    /** Whether something lies in the thread's own memory, which is as far away as any. */
    boolean usesMemory() {
        return stackBytes > 0 || spillBytes > 0;
    }

    String memory() {
        return stackBytes + " bytes of stack, " + spillBytes + " bytes spilled";
    }

    private static int number(MatchResult found, int group) {
        return Integer.parseInt(found.group(group));
    }
}
