package org.moegate.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import org.moegate.DType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long the kernels take by the device's own clock, on memory that lies there, beside a copy of the same bytes. */
@Command(name = "opencl-kernels", description = "Times the OpenCL kernels on device memory, by the device's own clock.")
final class OpenClKernelsCommand implements Callable<Integer> {

    private static final int TIMED = 101;
    private static final int BURST = 1010;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--device", paramLabel = "ID", description = "The OpenCL device, by id or index.")
    private String device = "0";

    @Option(names = "--tokens", split = ",", paramLabel = "N", description = "Batch sizes.")
    private List<Integer> tokens = List.of(1, 64, 1024, 8192, 32768);

    @Option(names = "--dtypes", split = ",", paramLabel = "DTYPE", description = "Element types of the logits.")
    private List<DType> dtypes = List.of(DType.F32, DType.BF16);

    @Override
    public Integer call() {
        System.out.println(
                MachineLine.of(BackendsHere.forced("opencl:" + device).select().device()));
        TextTable table = new TextTable("How long is a kernel? Median of " + TIMED + ", by events of the device")
                .text("shape")
                .text("logits")
                .number("tokens")
                .number("gate, µs")
                .number("copy of the same bytes, µs")
                .number("one after the other, µs")
                .number("call, µs of CPU");
        for (Shape shape : Shape.values()) {
            for (DType dtype : dtypes) {
                for (int count : tokens) {
                    table.row(measure(shape, dtype, count));
                }
            }
        }
        System.out.print(table.render());
        return 0;
    }

    private String[] measure(Shape shape, DType dtype, int numTokens) {
        try (OpenClBatch batch = new OpenClBatch(device, shape.spec(), dtype, numTokens)) {
            double gate = Medians.of(batch.microsOfRouting(TIMED));
            double copy = Medians.of(batch.microsOfCopy(TIMED));
            OpenClBatch.Burst burst = batch.burst(BURST);
            return new String[] {
                shape.label(),
                dtype.name(),
                "" + numTokens,
                micros(gate),
                micros(copy),
                micros(burst.done()),
                micros(burst.enqueued())
            };
        }
    }

    private static String micros(double value) {
        return "%.2f".formatted(value);
    }
}
