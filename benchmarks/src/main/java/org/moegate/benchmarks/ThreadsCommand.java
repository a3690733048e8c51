package org.moegate.benchmarks;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a second thread brings. */
@Command(name = "threads", description = "Times the gate with one thread and with two, on F32 logits.")
final class ThreadsCommand implements Callable<Integer> {

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws RunnerException {
        String machine = ForkedJava.answerOf(MachineLine.class);
        BenchmarkRun run = new BenchmarkRun(options);
        run.run(options.measure(ThreadsBenchmark.class));
        System.out.println(machine);
        System.out.print(new ThreadsTable(run.finish()).render());
        return 0;
    }
}
