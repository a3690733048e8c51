package org.moegate.conformance.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * A process's resident memory besides Java's heap. A large heap comes to be resident page by page, as objects are made, whether or
 * not any of them are kept: on a machine with much memory that looks like a leak for a long time.
 */
final class ResidentMemory {

    private static final Path MAPPINGS = Path.of("/proc/self/smaps");

    /** The first line of a mapping in Linux's list of them. */
    private static final Pattern MAPPING = Pattern.compile("(\\p{XDigit}+)-(\\p{XDigit}+) .*");

    private static final Pattern ANONYMOUS = Pattern.compile("Anonymous: +(\\d+) kB");

    /** Where a part of the heap lies, in the JVM's report on it; there may be more bounds in between. */
    private static final Pattern PART_OF_HEAP = Pattern.compile("\\[0x(\\p{XDigit}+),.*?0x(\\p{XDigit}+)\\)");

    /** From the first byte of the heap to behind its last one; nothing where the JVM does not say, or its heap is shared memory. */
    private record Heap(long first, long end) {

        static final Heap THIS_PROCESS = look();

        private static Heap look() {
            long first = Long.MAX_VALUE;
            long end = 0;
            Matcher part = PART_OF_HEAP.matcher(report());
            while (part.find()) {
                first = Math.min(first, Long.parseUnsignedLong(part.group(1), 16));
                end = Math.max(end, Long.parseUnsignedLong(part.group(2), 16));
            }
            return new Heap(first, end);
        }

        /** As {@code jcmd} gets it. */
        private static String report() {
            try {
                return ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                ObjectName.getInstance("com.sun.management:type=DiagnosticCommand"),
                                "gcHeapInfo",
                                new Object[0],
                                new String[0])
                        .toString();
            } catch (JMException e) {
                // another JVM than HotSpot
                return "";
            }
        }

        boolean overlaps(long mappingFirst, long mappingEnd) {
            return mappingFirst < end && mappingEnd > first;
        }
    }

    private ResidentMemory() {}

    /** Kilobytes of it that no file holds; empty where the system has no list of mappings. */
    static OptionalLong besidesTheHeap() {
        if (!Files.isReadable(MAPPINGS)) {
            return OptionalLong.empty();
        }
        long kilobytes = 0;
        boolean ofHeap = false;
        try {
            for (String line : Files.readAllLines(MAPPINGS)) {
                Matcher mapping = MAPPING.matcher(line);
                Matcher anonymous = ANONYMOUS.matcher(line);
                if (mapping.matches()) {
                    ofHeap = Heap.THIS_PROCESS.overlaps(address(mapping.group(1)), address(mapping.group(2)));
                } else if (!ofHeap && anonymous.matches()) {
                    kilobytes += Long.parseLong(anonymous.group(1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return OptionalLong.of(kilobytes);
    }

    /** Those of the kernel's own, which are as high as 64 bits count, are left as far behind the heap as can be. */
    private static long address(String hexadecimal) {
        long address = Long.parseUnsignedLong(hexadecimal, 16);
        return address < 0 ? Long.MAX_VALUE : address;
    }
}
