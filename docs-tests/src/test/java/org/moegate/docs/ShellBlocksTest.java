package org.moegate.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What can be run in seconds is run; what builds, measures or installs is looked up. The tests' names say which. */
@DisplayName("The docs' shell commands")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the docs' commands are those of a Unix shell")
class ShellBlocksTest {

    private static final String BENCHMARKS = "benchmarks/target/benchmarks.jar";

    private static final String LAUNCHER = "./moegate";
    private static final Set<String> RUN = Set.of(LAUNCHER, "java", "jfr");

    /** The system's, of which there is nothing to check here. */
    private static final Set<String> OF_THE_SYSTEM = Set.of("mkdir", "cd", "export", "systemctl");

    private static Reactor reactor;
    private static String benchmarkSources;
    private static Collection<ShellCommand> commands;

    private static final Map<ShellCommand, FutureTask<Sandbox.Result>> RUNS = new LinkedHashMap<>();
    private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

    @BeforeAll
    static void prepare(@TempDir Path folder) throws IOException {
        reactor = Reactor.read();
        benchmarkSources = Page.files(".java").stream()
                .filter(file -> file.startsWith(Path.of("benchmarks", "src", "main")))
                .map(Page::text)
                .collect(Collectors.joining());
        // once is enough, wherever else a command stands
        commands = Page.all().stream()
                .flatMap(page -> page.codeBlocks().stream())
                .filter(block -> block.language().equals(CodeBlock.SHELL))
                .flatMap(block -> ShellCommand.of(block).stream())
                .collect(Collectors.toMap(
                        ShellCommand::text, Function.identity(), (first, second) -> first, LinkedHashMap::new))
                .values();
        start(new Sandbox(folder));
    }

    /** Two blocks at a time, as starting is most of what their commands do; those of a block in their order. */
    private static void start(Sandbox sandbox) {
        for (ShellCommand command : commands) {
            if (isRun(command)) {
                RUNS.put(command, new FutureTask<>(() -> sandbox.run(shortened(command))));
            }
        }
        RUNS.entrySet().stream()
                .collect(Collectors.groupingBy(
                        run -> run.getKey().block(),
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())))
                .values()
                .forEach(block -> POOL.execute(() -> block.forEach(FutureTask::run)));
    }

    @AfterAll
    static void stop() {
        POOL.close();
    }

    @TestFactory
    @DisplayName("run, or name what exists")
    Stream<DynamicTest> commands() {
        return commands.stream().map(ShellBlocksTest::test);
    }

    private static boolean isRun(ShellCommand command) {
        return RUN.contains(command.program()) && !isMeasured(command) && !isVerify(command);
    }

    private static boolean isVerify(ShellCommand command) {
        return command.program().equals(LAUNCHER) && command.arguments().equals(List.of("verify"));
    }

    private static boolean isMeasured(ShellCommand command) {
        return command.arguments().contains(BENCHMARKS)
                || (command.program().equals(LAUNCHER)
                        && command.arguments().getFirst().equals("bench"));
    }

    private static DynamicTest test(ShellCommand command) {
        String program = command.program();
        List<String> arguments = command.arguments();
        if (isRun(command)) {
            return named("run", command, () -> ranWell(command));
        }
        if (isMeasured(command)) {
            return named("looked up", command, () -> benchmarksKnow(arguments));
        }
        if (program.equals("./mvnw") || program.equals("mvn")) {
            return named("looked up", command, () -> MavenCommand.requireKnown(reactor, arguments));
        }
        if (program.equals("python3")) {
            return named("looked up", command, () -> assertTrue(exists(command, arguments.getFirst())));
        }
        if (OF_THE_SYSTEM.contains(program)) {
            return named("of the system", command, () -> {});
        }
        return named(
                "looked up",
                command,
                () -> assertTrue(exists(command, program), "no check knows what to do with this"));
    }

    private static DynamicTest named(String kind, ShellCommand command, Executable check) {
        return DynamicTest.dynamicTest(
                kind + ": " + command.text() + " (" + command.block().place() + ")", check);
    }

    private static void ranWell(ShellCommand command) throws ExecutionException, InterruptedException {
        Sandbox.Result result = Objects.requireNonNull(RUNS.get(command)).get();
        String printed = result.out() + result.err();
        if (!isMissingDevice(command, result)) {
            assertEquals(0, result.exitCode(), printed);
            assertFalse(printed.isBlank());
        }
    }

    /** The docs may force a GPU that is not here, which is no fault of the command's. */
    private static boolean isMissingDevice(ShellCommand command, Sandbox.Result result) {
        return result.exitCode() == 1
                && Stream.of("cuda", "opencl").anyMatch(command.text()::contains)
                && result.err().contains(", forced by the caller, ");
    }

    /** One rule of the kit stands for all, and the version of Java for a program that the docs leave to the reader. */
    private static String shortened(ShellCommand command) {
        String text = command.text();
        if (command.arguments().equals(List.of("..."))) {
            return text.replace("...", "-version");
        }
        boolean isWholeKit = command.arguments().getFirst().equals("conformance") && !text.contains("--rule");
        return isWholeKit ? text + " --rule zeroTokensWriteNothing" : text;
    }

    private static void benchmarksKnow(List<String> arguments) {
        List<String> words = arguments.stream()
                .dropWhile(word -> word.equals("-jar") || word.equals(BENCHMARKS))
                .toList();
        if (!words.isEmpty() && !words.getFirst().startsWith("-")) {
            String name = "name = \"" + words.getFirst() + "\"";
            assertTrue(benchmarkSources.contains(name), name);
        }
        for (String word : words) {
            if (word.startsWith("--")) {
                assertTrue(benchmarkSources.contains("\"" + word + "\""), word);
            }
        }
    }

    /** From the project's folder, or from that of the page. */
    private static boolean exists(ShellCommand command, String path) {
        return Files.exists(Page.ROOT.resolve(path))
                || Files.exists(Page.ROOT.resolve(command.block().page().resolveSibling(path)));
    }

    @Test
    @DisplayName("are told apart from comments, variables and the lines they go on in")
    void areParsed() {
        CodeBlock block = new CodeBlock(Path.of("page.md"), 1, CodeBlock.SHELL, """
                A=b ./moegate route \\
                    --demo   # a comment

                # nothing but a comment
                cd 'x'
                """);
        List<ShellCommand> commands = ShellCommand.of(block);

        assertEquals(
                List.of("A=b ./moegate route --demo", "cd 'x'"),
                commands.stream().map(ShellCommand::text).toList());
        assertEquals("./moegate", commands.getFirst().program());
        assertEquals(List.of("route", "--demo"), commands.getFirst().arguments());
        assertEquals(List.of("x"), commands.getLast().arguments());
    }

    @Test
    @DisplayName("fail where Maven knows no such module, profile or phase")
    void unknownToMaven() {
        for (String line : List.of("verify -pl nowhere", "verify -Pnothing", "verfiy", "nothing:apply")) {
            List<String> arguments = Arrays.asList(line.split(" ", -1));
            try {
                MavenCommand.requireKnown(reactor, arguments);
            } catch (AssertionError expected) {
                continue;
            }
            fail(line);
        }
    }
}
