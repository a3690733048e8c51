package org.moegate.benchmarks;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the steps behind the gate cost. */
@Command(name = "dispatch", description = "Times what follows the gate on the CPU, beside the routing before it.")
final class DispatchCommand implements Callable<Integer> {

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws RunnerException {
        String machine = ForkedJava.answerOf(MachineLine.class);
        BenchmarkRun run = new BenchmarkRun(options);
        run.run(options.measure(DispatchBenchmark.class));
        System.out.println(machine);
        System.out.print(new DispatchTable(run.finish()).render());
        return 0;
    }
}
