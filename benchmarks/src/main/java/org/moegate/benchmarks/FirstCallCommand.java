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
@Command(name = "first-call", description = "Times plan, first token and first batches in fresh JVMs.")
final class FirstCallCommand implements Callable<Integer> {

    private static final List<Shape> SHAPES =
            List.of(Shape.TOP_6_OF_64, Shape.TOP_8_OF_256, Shape.DEEPSEEK_V3, Shape.KIMI_K2, Shape.KIMI_K3);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--jvms", paramLabel = "N", defaultValue = "5", description = "JVMs for each shape; 5 unless told.")
    private int jvms;

    @Option(
            names = "--batches",
            paramLabel = "N",
            defaultValue = "3000",
            description = "Batches for each JVM; 3000 unless told. More where the last ones are still getting faster.")
    private int batches;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        require("--jvms", jvms, 1);
        require("--batches", batches, FirstCallTable.FEWEST_BATCHES);
        System.out.println(ForkedJava.answerOf(MachineLine.class));
        FirstCallTable table = new FirstCallTable(jvms);
        for (Shape shape : SHAPES) {
            table.add(
                    shape,
                    Stream.generate(() -> ForkedJava.answerOf(FirstCallProbe.class, shape.name(), "" + batches))
                            .limit(jvms)
                            .map(FirstCall::parse)
                            .toList());
        }
        System.out.print(table.render());
        return 0;
    }

    private void require(String option, int value, int least) {
        if (value < least) {
            throw new ParameterException(command.commandLine(), option + " = " + value + ": must be at least " + least);
        }
    }
}
