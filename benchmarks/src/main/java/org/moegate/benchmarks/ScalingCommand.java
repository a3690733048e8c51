package org.moegate.benchmarks;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How times grow with experts, topk and tokens. */
@Command(name = "scaling", description = "Times the gate as experts, topk or tokens grow, on F32 logits.")
final class ScalingCommand implements Callable<Integer> {

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws RunnerException {
        String machine = ForkedJava.answerOf(MachineLine.class);
        BenchmarkRun run = new BenchmarkRun(options);
        for (ScalingPoint point : ScalingPoint.all()) {
            ChainedOptionsBuilder benchmark = options.measure(ScalingBenchmark.class);
            point.parameters().forEach(benchmark::param);
            run.run(benchmark);
        }
        System.out.println(machine);
        System.out.print(new ScalingTables(run.finish()).render());
        return 0;
    }
}
