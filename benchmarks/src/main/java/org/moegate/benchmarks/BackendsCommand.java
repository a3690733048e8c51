package org.moegate.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.moegate.BackendStatus;
import org.moegate.Backends;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Every backend that can run here, on its best device, beside plain Java. */
@Command(name = "backends", description = "Times every backend that can run here beside plain Java, on F32 logits.")
final class BackendsCommand implements Callable<Integer> {

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws RunnerException {
        String machine = ForkedJava.lastLine(MachineLine.class);
        BenchmarkRun run = new BenchmarkRun(options);
        List<String> names = new ArrayList<>();
        System.out.println(machine);
        for (BackendStatus backend : Backends.discover().statuses()) {
            if (backend.availability().possible()) {
                names.add(backend.name());
                System.out.println(
                        backend.name() + ": " + backend.devices().getFirst().description());
            } else {
                System.out.println(backend);
            }
        }
        String[] tokens = BackendsTable.TOKENS.stream().map(String::valueOf).toArray(String[]::new);
        for (Shape shape : Shape.values()) {
            run.run(options.measure(BackendBenchmark.class, shape)
                    .param("tokens", tokens)
                    .param("backend", names.toArray(String[]::new)));
            run.run(options.measure(PlainJavaBenchmark.class, shape).param("tokens", tokens));
        }
        System.out.print(new BackendsTable(names, run.finish()).render());
        return 0;
    }
}
