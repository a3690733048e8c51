package org.moegate.benchmarks.bench;

import java.util.List;
import org.moegate.benchmarks.bench.Surroundings.Device;
import org.moegate.benchmarks.report.BenchReport.Kind;
import org.moegate.benchmarks.report.BenchReport.Place;
import org.moegate.benchmarks.report.BenchReport.Subject;
import org.moegate.spi.Grade;

/**
 * What a report says of each thing that is timed. The ids stay the same from run to run, so that runs can be compared.
 *
 * @param devices all that are timed
 */
record Subjects(List<Device> devices) {

    static final Subject FLOOR = new Subject(
            "floor",
            "floor",
            Kind.FLOOR,
            Place.HOST,
            null,
            "a pass that loads, scores and stores every row, with the CPU backend's vectors",
            "nothing: it chooses no experts");

    private static final String NEARLY = "the reference: equal ids but for ties within rounding, weights within 1e-5";

    static final Subject PLAIN_JAVA = new Subject(
            "plain-java",
            "plain Java",
            Kind.BASELINE,
            Place.HOST,
            FLOOR.id(),
            "scores with Math.exp, sorts primitive longs, one thread",
            NEARLY);

    static final Subject PYTORCH = new Subject(
            "pytorch:cpu",
            "PyTorch",
            Kind.BASELINE,
            Place.HOST,
            FLOOR.id(),
            "the published eager code, by JavaCPP's PyTorch for the CPU",
            NEARLY);

    /** A device, called from the host. */
    Subject host(Device device) {
        return backend(device.selector(), device, Place.HOST, FLOOR.id());
    }

    /** The same, where logits and results lie on it. */
    Subject onDevice(Device device) {
        return backend(
                device.selector() + "@device",
                device,
                Place.DEVICE,
                copy(device).id());
    }

    private Subject backend(String id, Device device, Place place, String floor) {
        return new Subject(
                id,
                name(device),
                Kind.BACKEND,
                place,
                floor,
                device.caveat().isEmpty() ? device.description() : device.description() + " (" + device.caveat() + ")",
                device.grade() == Grade.BIT_EXACT ? "the reference, bit for bit" : NEARLY);
    }

    /** The floor on a device. */
    Subject copy(Device device) {
        return new Subject(
                "copy@" + device.selector(),
                "copy, " + name(device),
                Kind.FLOOR,
                Place.DEVICE,
                null,
                "a copy on the device of half the bytes that the gate reads and writes",
                "nothing");
    }

    /** PyTorch on a GPU, one of its two ways. */
    Subject gpuLibrary(String id, String name, Device gpu, String description) {
        return new Subject(id, name, Kind.BASELINE, Place.DEVICE, copy(gpu).id(), description, NEARLY);
    }

    /** The backend's name alone, where that says which of those timed it is. */
    String name(Device device) {
        long ofBackend = devices.stream()
                .filter(other -> other.backend().equals(device.backend()))
                .count();
        return ofBackend == 1 ? device.backend() : device.selector();
    }
}
