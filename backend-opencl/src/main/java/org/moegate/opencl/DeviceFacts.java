package org.moegate.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.moegate.spi.Grade;

/**
 * What a device says of itself, as far as the gate depends on it.
 *
 * @param name the device's name
 * @param vendor who made it
 * @param platform the platform's name
 * @param platformVersion its version
 * @param driver the driver's version
 * @param kind what sort of device it is
 * @param computeUnits cores or multiprocessors
 * @param globalMemory bytes
 * @param largestBuffer bytes
 * @param localMemory bytes of a work-group
 * @param maxWorkGroupSize work-items of a work-group
 * @param sharesHostMemory whether a buffer may lie in the host's own memory
 * @param openClC the version of OpenCL C, such as 12 for 1.2
 * @param extensions names
 * @param missingRoundings what the device cannot round as IEEE 754 has it; empty where it can do all the gate needs
 * @param computeCapability of an NVIDIA device, such as 90 for 9.0; otherwise 0
 */
record DeviceFacts(
        String name,
        String vendor,
        String platform,
        String platformVersion,
        String driver,
        Kind kind,
        int computeUnits,
        long globalMemory,
        long largestBuffer,
        long localMemory,
        int maxWorkGroupSize,
        boolean sharesHostMemory,
        int openClC,
        Set<String> extensions,
        List<String> missingRoundings,
        int computeCapability) {

    /** Sorts of devices, best first. */
    enum Kind {
        GPU,
        ACCELERATOR,
        CPU
    }

    /** Whether its work-items form sub-groups that OpenCL C can name. */
    boolean hasSubGroups() {
        return openClC >= 20 && extensions.contains("cl_khr_subgroups");
    }

    Grade grade() {
        return missingRoundings.isEmpty() ? Grade.BIT_EXACT : Grade.CONFORMANT;
    }

    /** Why it is not bit-exact; empty where it is. */
    String caveat() {
        return missingRoundings.isEmpty()
                ? ""
                : "not bit-exact: the device does not offer " + String.join(", ", missingRoundings) + " for float32";
    }

    String kindInWords() {
        return kind == Kind.ACCELERATOR ? "accelerator" : kind.name();
    }

    String description() {
        List<String> parts = new ArrayList<>(List.of(name.strip()));
        parts.add(kindInWords());
        parts.add(globalMemory / (1 << 20) + " MiB");
        parts.add(platform.strip() + " driver " + driver.strip());
        return String.join(", ", parts);
    }
}
