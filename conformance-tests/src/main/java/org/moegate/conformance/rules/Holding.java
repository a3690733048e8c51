package org.moegate.conformance.rules;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a process holds, and how much more of it may be left by calls that leave nothing: what the JVM takes for itself at any time,
 * and for each call less than the least that a leak loses.
 */
enum Holding {
    /** Threads of Java's, daemons too. */
    THREADS("threads", 2, 1e-3) {
        @Override
        OptionalLong held() {
            return OptionalLong.of(ManagementFactory.getThreadMXBean().getThreadCount());
        }
    },

    /** All threads: a driver's too, and the JVM's own, of which some come and go. */
    NATIVE_THREADS("threads of the process", 16, 1e-3) {
        @Override
        OptionalLong held() {
            return ofStatus("Threads");
        }
    },

    /** Files, sockets and what else has a descriptor. */
    HANDLES("open handles", 4, 1e-3) {
        @Override
        OptionalLong held() {
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? OptionalLong.of(unix.getOpenFileDescriptorCount())
                    : OptionalLong.empty();
        }
    },

    /** Memory of direct buffers, to the byte. */
    DIRECT_BUFFERS("bytes of direct buffers", 1024, 0.5) {
        @Override
        OptionalLong held() {
            return OptionalLong.of(ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum());
        }
    },

    /** What arenas, buffers and {@code Unsafe} have taken, to the byte, where the JVM tracks it. */
    TRACKED_MEMORY("bytes of native memory that Java took", 1024, 0.5) {
        @Override
        OptionalLong held() {
            return tracked();
        }
    },

    /** Memory of any kind but the heap that is in use: what a library's own {@code malloc} leaks shows here alone. */
    RESIDENT_MEMORY("kilobytes of resident memory", 512, 1.0 / 64) {
        @Override
        OptionalLong held() {
            return ResidentMemory.besidesTheHeap();
        }
    },

    /** Objects that are still reached. */
    HEAP("bytes of the heap", 128 << 10, 16) {
        @Override
        OptionalLong held() {
            return OptionalLong.of(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
    };

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern TRACKED = Pattern.compile("Other \\(reserved=\\d+, committed=(\\d+)\\)");

    private final String unit;
    private final long always;
    private final double eachCall;

    Holding(String unit, long always, double eachCall) {
        this.unit = unit;
        this.always = always;
        this.eachCall = eachCall;
    }

    /** How much of it the process holds; empty where nobody says. */
    abstract OptionalLong held();

    /** How much more may be there after so many calls. */
    long allowed(long calls) {
        return always + (long) (eachCall * calls);
    }

    @Override
    public String toString() {
        return unit;
    }

    /** A number of Linux's own page on the process. */
    private static OptionalLong ofStatus(String name) {
        if (!Files.exists(STATUS)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of {@code -XX:NativeMemoryTracking}, by the command that {@code jcmd} sends too. */
    private static OptionalLong tracked() {
        try {
            Object summary = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            ObjectName.getInstance("com.sun.management:type=DiagnosticCommand"),
                            "vmNativeMemory",
                            new Object[] {new String[] {"summary", "scale=1"}},
                            new String[] {String[].class.getName()});
            Matcher other = TRACKED.matcher(summary.toString());
            return other.find() ? OptionalLong.of(Long.parseLong(other.group(1))) : OptionalLong.empty();
        } catch (JMException e) {
            // another JVM than HotSpot
            return OptionalLong.empty();
        }
    }
}
