package org.moegate.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import org.moegate.DType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long the kernels take, as an engine runs them: on memory that lies on the GPU, in a CUDA graph, beside a copy of the same
 * bytes in a graph. By events they can be compared with the OpenCL backend's, which knows no graphs.
 */
@Command(name = "cuda-kernels", description = "Times the CUDA kernels on device memory, in CUDA graphs and by events.")
final class CudaKernelsCommand implements Callable<Integer> {

    private static final int REPLAYS = 21;
    private static final int TIMED = 101;
    private static final int CALLS = 1000;

    @Mixin
    private final CudaDeviceOption device = new CudaDeviceOption();

    @Option(names = "--tokens", split = ",", paramLabel = "N", description = "Batch sizes.")
    private List<Integer> tokens = List.of(1, 64, 1024, 8192, 32768);

    @Option(names = "--dtypes", split = ",", paramLabel = "DTYPE", description = "Element types of the logits.")
    private List<DType> dtypes = List.of(DType.F32, DType.BF16);

    @Override
    public Integer call() {
        System.out.println(MachineLine.of(device.backends().select().device()));
        TextTable table = new TextTable("How long is a kernel? Median of " + REPLAYS + " graphs of many, or of " + TIMED
                        + " launches between two events")
                .text("shape")
                .text("logits")
                .number("tokens")
                .number("gate, µs")
                .number("copy of the same bytes, µs")
                .number("gate by events, µs")
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
        try (CudaBatch batch = new CudaBatch(device.index(), shape.spec(), dtype, numTokens)) {
            return new String[] {
                shape.label(),
                dtype.name(),
                "" + numTokens,
                median(batch.microsOfRouting(REPLAYS)),
                median(batch.microsOfCopy(REPLAYS)),
                median(batch.microsByEvents(TIMED)),
                median(batch.microsOfCpu(CALLS))
            };
        }
    }

    private static String median(double[] micros) {
        return "%.2f".formatted(Medians.of(micros));
    }
}
