package org.moegate.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the first calls of a fresh JVM cost. Not JMH's business, since it warms up. */
@Command(
        name = "first-call",
        mixinStandardHelpOptions = true,
        description = "Times plan, first token and first batches in fresh JVMs.")
final class FirstCallCommand implements Callable<Integer> {

    private static final List<Shape> SHAPES =
            List.of(Shape.TOP_6_OF_64, Shape.TOP_8_OF_256, Shape.DEEPSEEK_V3, Shape.KIMI_K2, Shape.KIMI_K3);

    @Option(names = "--jvms", paramLabel = "N", defaultValue = "5", description = "JVMs for each shape; 5 unless told.")
    private int jvms;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        if (jvms < 1) {
            throw new ParameterException(command.commandLine(), "--jvms = " + jvms + ": must be at least 1");
        }
        System.out.println(ForkedJava.lastLine(MachineLine.class));
        FirstCallTable table = new FirstCallTable(jvms);
        for (Shape shape : SHAPES) {
            table.add(
                    shape,
                    Stream.generate(() -> ForkedJava.lastLine(FirstCallProbe.class, shape.name()))
                            .limit(jvms)
                            .map(FirstCall::parse)
                            .toList());
        }
        System.out.print(table.render());
        return 0;
    }
}
