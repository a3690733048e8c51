package org.moegate.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long the kernels behind the gate take, as an engine runs them: on memory that lies on the GPU, in a CUDA graph. */
@Command(name = "cuda-dispatch", description = "Times what follows the gate on device memory, in CUDA graphs.")
final class CudaDispatchCommand implements Callable<Integer> {

    private static final int REPLAYS = 21;

    @Mixin
    private final CudaDeviceOption device = new CudaDeviceOption();

    @Option(names = "--tokens", split = ",", paramLabel = "N", description = "Batch sizes.")
    private List<Integer> tokens = List.of(1, 64, 1024, 8192, 32768);

    @Override
    public Integer call() {
        System.out.println(MachineLine.of(device.backends().select().device()));
        TextTable table = new TextTable("What follows the gate: us a call, median of " + REPLAYS + " graphs of many")
                .text("shape")
                .number("tokens")
                .number("route")
                .number("count")
                .number("align")
                .number("align / route")
                .number("map")
                .number("pack");
        for (Shape shape : DispatchTable.SHAPES) {
            for (int count : tokens) {
                table.row(measure(shape, count));
            }
        }
        System.out.print(table.render());
        return 0;
    }

    private String[] measure(Shape shape, int numTokens) {
        try (CudaDispatchBatch batch = new CudaDispatchBatch(device.index(), shape.spec(), numTokens)) {
            double route = Medians.of(batch.microsOfRouting(REPLAYS));
            double align = Medians.of(batch.microsOfAligning(REPLAYS));
            return new String[] {
                shape.label(),
                "" + numTokens,
                micros(route),
                micros(Medians.of(batch.microsOfCounting(REPLAYS))),
                micros(align),
                micros(align / route),
                micros(Medians.of(batch.microsOfMapping(REPLAYS))),
                micros(Medians.of(batch.microsOfPacking(REPLAYS)))
            };
        }
    }

    private static String micros(double micros) {
        return "%.2f".formatted(micros);
    }
}
