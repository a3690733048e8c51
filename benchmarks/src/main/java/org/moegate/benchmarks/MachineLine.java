package org.moegate.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.moegate.spi.GateDevice;

/** Tells, from a JVM like the measured ones, what they ran on: processor, vector width, JDK, date. */
public final class MachineLine {

    private MachineLine() {}

    /** Answers with the line. */
    public static void main(String[] args) {
        ForkedJava.answer(of(BackendsHere.cpu().select().device()));
    }

    /** The processor, with the width of its vectors. */
    public static String cpu() {
        return BackendsHere.cpu().select().device().description();
    }

    static String of(GateDevice device) {
        return device.description()
                + ", " + System.getProperty("java.vm.vendor") + " JDK " + Runtime.version()
                + ", " + LocalDate.now(ZoneOffset.UTC);
    }
}
