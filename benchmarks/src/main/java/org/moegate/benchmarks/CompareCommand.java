package org.moegate.benchmarks;

import java.util.concurrent.Callable;
import org.moegate.DType;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The comparison: gate, floor and baselines in one run, so that their ratios are of one machine on one day. */
@Command(
        name = "benchmarks",
        description = "Times the gate against its floor, plain Java and PyTorch, in about ten minutes.")
final class CompareCommand implements Callable<Integer> {

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws RunnerException {
        String machine = ForkedJava.answerOf(MachineLine.class);
        BenchmarkRun run = new BenchmarkRun(options);
        String whyNoLibrary = TensorLibrary.whyMissing();
        // shape by shape: on a shared machine, what is compared should be measured within the same few minutes
        for (Shape shape : Shape.values()) {
            for (DType dtype : DType.values()) {
                run.run(options.measure(GateBenchmark.class, shape).param("dtype", dtype.name()));
                run.run(options.measure(ScorePassBenchmark.class, shape).param("dtype", dtype.name()));
            }
            run.run(options.measure(PlainJavaBenchmark.class, shape));
            if (whyNoLibrary.isEmpty()) {
                run.run(options.measure(TensorLibraryBenchmark.class, shape));
            }
        }
        ComparisonTables tables = new ComparisonTables(run.finish());
        System.out.println(machine);
        if (!whyNoLibrary.isEmpty()) {
            System.out.println("PyTorch is left out: " + whyNoLibrary);
        }
        System.out.print(tables.render());
        return 0;
    }
}
