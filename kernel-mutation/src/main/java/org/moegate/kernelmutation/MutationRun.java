package org.moegate.kernelmutation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tries every mutant of a bench's kernels, and prints which survive. */
@Command(name = "kernel-mutation", mixinStandardHelpOptions = true)
final class MutationRun implements Callable<Integer> {

    @Option(names = "--bench", required = true, description = "what runs the kernels: ${COMPLETION-CANDIDATES}")
    private Bench bench = Bench.EMULATOR;

    @Option(names = "--project", description = "the folder of the root's pom.xml")
    private Path project = Path.of("..");

    @Option(names = "--work", description = "for sandboxes and results")
    private Path work = Path.of("target/kernel-mutation");

    @Option(names = "--jobs", description = "trials at a time")
    private int jobs = 1;

    @Option(names = "--file", description = "only mutants of this kernel file; may be given several times")
    private List<String> files = List.of();

    @Option(names = "--comparisons", description = "only mutants of comparisons, maxima and exchanges")
    private boolean comparisons;

    @Option(names = "--share", description = "I/N: only each N-th mutant, from the I-th on")
    private String share = "1/1";

    @Option(names = "--again", description = "only those that survived in these results")
    private List<Path> again = List.of();

    @Option(names = "--done", description = "none of those in these results, of a run that was cut short")
    private List<Path> done = List.of();

    @Option(names = "--cases", description = "random cases and shapes of the first tests that a mutant must pass")
    private int cases = 150;

    @Option(names = "--all-cases", description = "of the tests for those that pass them; 0 for none")
    private int allCases = 5000;

    @Option(names = "--seconds", description = "of the processor's time for the first tests")
    private int seconds = 60;

    @Option(names = "--all-seconds", description = "of it for all tests")
    private int allSeconds = 600;

    private final PrintStream out = System.out;

    private MutationRun() {}

    /** For a shell. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new MutationRun())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        Queue<Mutation> mutations = new ConcurrentLinkedQueue<>(wanted());
        out.println(mutations.size() + " mutants on " + bench);
        Path results = Files.createDirectories(work).resolve(bench + "-" + System.currentTimeMillis() + ".tsv");
        requireGoodBench();
        try (ExecutorService threads = Executors.newFixedThreadPool(jobs)) {
            List<Future<List<Result>>> running = new ArrayList<>();
            for (int job = 0; job < jobs; job++) {
                Path root = work.resolve("sandbox-" + job);
                running.add(threads.submit(() -> tryAll(mutations, root, results)));
            }
            List<Result> all = new ArrayList<>();
            for (Future<List<Result>> job : running) {
                all.addAll(job.get());
            }
            print(all);
        }
        out.println("Each mutant's end stands in " + results.toAbsolutePath().normalize());
        return 0;
    }

    private List<Mutation> wanted() throws IOException {
        Sandbox sources = Sandbox.at(project);
        List<Mutation> mutations = new ArrayList<>();
        for (String file : bench.files()) {
            if (files.isEmpty() || files.contains(file)) {
                String text = Files.readString(sources.kernel(bench.backend(), file));
                mutations.addAll(
                        Mutator.mutations(new KernelText(file, text), comparisons ? Mutator.COMPARISONS : Mutator.ALL));
            }
        }
        String[] part = share.split("/", -1);
        int first = Integer.parseInt(part[0]) - 1;
        int step = Integer.parseInt(part[1]);
        Set<String> survivors = ids(again, result -> result.verdict().kind() == Verdict.Kind.SURVIVED);
        Set<String> ended = ids(done, result -> true);
        List<Mutation> wanted = new ArrayList<>();
        for (int i = 0; i < mutations.size(); i++) {
            String id = mutations.get(i).id();
            if (i % step == first && (again.isEmpty() || survivors.contains(id)) && !ended.contains(id)) {
                wanted.add(mutations.get(i));
            }
        }
        return wanted;
    }

    private static Set<String> ids(List<Path> files, Predicate<Result> wanted) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path results : files) {
            lines.addAll(Files.readAllLines(results));
        }
        return lines.stream().map(Result::of).filter(wanted).map(Result::id).collect(Collectors.toSet());
    }

    /** Kernels as they are must pass, or every mutant would be killed. */
    private void requireGoodBench() throws IOException, InterruptedException {
        Sandbox sandbox = Sandbox.copy(project, work.resolve("sandbox-0"));
        Verdict verdict = verdictOf(new TrialJvm(bench, sandbox));
        if (verdict.kind() != Verdict.Kind.SURVIVED) {
            throw new IllegalStateException("the kernels as they are do not pass: " + verdict);
        }
        out.println("The kernels as they are pass " + verdict.by());
    }

    private Verdict verdictOf(TrialJvm trial) throws IOException, InterruptedException {
        Verdict verdict = trial.run(Map.of("cases", cases, "shapes", cases), Duration.ofSeconds(seconds));
        return verdict.kind() == Verdict.Kind.SURVIVED && allCases > 0
                ? trial.run(Map.of("cases", allCases, "shapes", allCases), Duration.ofSeconds(allSeconds))
                : verdict;
    }

    private List<Result> tryAll(Queue<Mutation> mutations, Path root, Path results)
            throws IOException, InterruptedException {
        Sandbox sandbox = Sandbox.copy(project, root);
        TrialJvm trial = new TrialJvm(bench, sandbox);
        List<Result> own = new ArrayList<>();
        for (Mutation mutation = mutations.poll(); mutation != null; mutation = mutations.poll()) {
            Path kernel = sandbox.kernel(bench.backend(), mutation.file());
            String text = Files.readString(kernel);
            Files.writeString(kernel, mutation.apply(text));
            Verdict verdict = verdictOf(trial);
            Files.writeString(kernel, text);
            sandbox.clean();
            Result result = new Result(mutation.id(), mutation.file(), verdict, KernelText.line(text, mutation.line()));
            own.add(result);
            append(result, results);
        }
        return own;
    }

    /** At once, so that a run that is cut short leaves what it has found. */
    private synchronized void append(Result result, Path results) throws IOException {
        Files.writeString(results, result.toLine() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (result.verdict().kind() == Verdict.Kind.SURVIVED) {
            out.println("survived: " + result.id() + "   in   " + result.source());
        }
    }

    private void print(List<Result> results) {
        Map<String, Map<Verdict.Kind, Long>> counts = new LinkedHashMap<>();
        for (String file :
                Stream.concat(bench.files().stream(), Stream.of("all")).toList()) {
            counts.put(
                    file,
                    results.stream()
                            .filter(result ->
                                    file.equals("all") || result.file().equals(file))
                            .collect(Collectors.groupingBy(
                                    result -> result.verdict().kind(),
                                    () -> new EnumMap<>(Verdict.Kind.class),
                                    Collectors.counting())));
        }
        out.printf(
                "%-14s %8s %8s %9s %8s %12s%n", "file", "mutants", "killed", "timed out", "survived", "not compiled");
        counts.forEach((file, count) -> out.printf(
                "%-14s %8d %8d %9d %8d %12d%n",
                file,
                count.values().stream().mapToLong(Long::longValue).sum(),
                count.getOrDefault(Verdict.Kind.KILLED, 0L),
                count.getOrDefault(Verdict.Kind.TIMED_OUT, 0L),
                count.getOrDefault(Verdict.Kind.SURVIVED, 0L),
                count.getOrDefault(Verdict.Kind.NOT_COMPILED, 0L)));
    }
}
