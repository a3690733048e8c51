package org.moegate.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.moegate.DType;
import org.moegate.spi.Grade;

/** Times batches that lie on a device, in a process of its own, as a driver that fails may end it. */
public final class DeviceProbe {

    private DeviceProbe() {}

    /**
     * What a device took, in microseconds.
     *
     * @param routing of one routing, so many times
     * @param copy of one copy of the same bytes, so many times
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier from process to process, never compared
    public record Times(double[] routing, double[] copy) {

        private String line() {
            return numbers(routing) + ";" + numbers(copy);
        }

        private static String numbers(double[] values) {
            return Arrays.stream(values)
                    .mapToObj(value -> String.format(Locale.ROOT, "%.3f", value))
                    .collect(Collectors.joining(","));
        }

        private static Times parse(String line) {
            List<double[]> parts = Arrays.stream(line.split(";", -1))
                    .map(part -> Arrays.stream(part.split(",", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
            return new Times(parts.get(0), parts.get(1));
        }
    }

    /**
     * Holds a batch on a device to the reference, then times it.
     *
     * @param backend the backend, one of those that {@link #knows}
     * @param device its device's index
     * @param grade what the device promises
     * @param model as {@link GateName} has it
     * @param dtype the logits' element type
     * @param tokens rows of the batch
     * @param samples how many
     * @throws IllegalStateException if the device fails, or does not agree with the reference
     */
    public static Times times(
            String backend, int device, Grade grade, String model, DType dtype, int tokens, int samples) {
        return Times.parse(ForkedJava.answerOf(
                DeviceProbe.class, backend, "" + device, grade.name(), model, dtype.name(), "" + tokens, "" + samples));
    }

    /** Whether batches on a backend's devices can be timed. */
    public static boolean knows(String backend) {
        return DeviceBatch.BACKENDS.contains(backend);
    }

    /** Answers with the times. */
    public static void main(String[] args) {
        GateName gate = GateName.of(args[3]);
        DType dtype = DType.valueOf(args[4]);
        int tokens = Integer.parseInt(args[5]);
        int samples = Integer.parseInt(args[6]);
        try (DeviceBatch batch = DeviceBatch.of(args[0], Integer.parseInt(args[1]), gate.spec(), dtype, tokens)) {
            RouterInputs inputs = new RouterInputs(tokens, gate.spec().numExperts(), dtype);
            Agreement.require(args[0], Grade.valueOf(args[2]), gate.spec(), inputs, batch.route());
            ForkedJava.answer(new Times(batch.microsOfRouting(samples), batch.microsOfCopy(samples)).line());
        }
    }
}
