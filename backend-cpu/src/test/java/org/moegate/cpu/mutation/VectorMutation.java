package org.moegate.cpu.mutation;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.moegate.cpu.vector.VectorBits;
import org.moegate.cpu.vector.VectorRowRouter;

/**
 * Changes the vector code in one place at a time, in ways that PIT does not know, and runs its tests against each mutant. Ends
 * with an error if one survives that {@link Harmless} does not explain; {@code docs/mutation-testing.md} says more.
 */
final class VectorMutation {

    /** Many times what all tests take; a mutant that takes longer loops for ever. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private enum Outcome {
        KILLED,
        HARMLESS,
        SURVIVED
    }

    private final Path folder;
    private final PrintStream report;
    private final Harmless harmless;
    private final Map<String, Map<Outcome, Integer>> counts = new TreeMap<>();

    private VectorMutation(Path folder, PrintStream report, Harmless harmless) {
        this.folder = folder;
        this.report = report;
        this.harmless = harmless;
    }

    /**
     * Runs all mutants, or those whose names match a pattern.
     *
     * @param args the folder for the report, and the pattern if there is one
     */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Pattern wanted = Pattern.compile(args.length > 1 ? args[1] : "");
        boolean allExplained;
        try (PrintStream report = new PrintStream(Files.newOutputStream(folder.resolve("mutants.txt")), true)) {
            VectorMutation run = new VectorMutation(folder, report, Harmless.read(VectorBits.inUse()));
            run.requireThatTestsPass();
            for (String type : vectorClasses()) {
                byte[] bytes = MutantLoader.bytes(type);
                for (Mutant mutant : Mutant.of(bytes)) {
                    if (wanted.matcher(mutant.toString()).find()) {
                        run.tryOut(mutant, bytes);
                    }
                }
            }
            allExplained = run.sumUp();
        }
        // mutants that loop for ever still have their threads
        System.exit(allExplained ? 0 : 1);
    }

    private static List<String> vectorClasses() throws URISyntaxException, IOException {
        Class<?> one = VectorRowRouter.class;
        Path file = Path.of(one.getResource(one.getSimpleName() + ".class").toURI());
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> one.getPackageName() + "." + name.substring(0, name.length() - ".class".length()))
                    .sorted()
                    .toList();
        }
    }

    /** Of the code as it is: what fails there tells nothing about a mutant. */
    private void requireThatTestsPass() throws ClassNotFoundException {
        String any = VectorRowRouter.class.getName();
        MutantLoader unchanged = new MutantLoader(any, MutantLoader.bytes(any));
        Trial.firstFailure(any, unchanged, folder).ifPresent(test -> {
            throw new IllegalStateException(test + " fails without a change");
        });
    }

    private void tryOut(Mutant mutant, byte[] bytes) throws InterruptedException, ExecutionException {
        MutantLoader loader = new MutantLoader(mutant.type(), mutant.applyTo(bytes));
        CompletableFuture<Optional<String>> failure = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                failure.complete(Trial.firstFailure(mutant.type(), loader, folder));
            } catch (Throwable e) {
                failure.completeExceptionally(e);
            }
        });
        String seen;
        Outcome outcome;
        try {
            Optional<String> killer = failure.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            Optional<String> reason = harmless.reason(mutant.toString());
            seen = killer.or(() -> reason).orElse("");
            outcome = killer.isPresent() ? Outcome.KILLED : reason.isPresent() ? Outcome.HARMLESS : Outcome.SURVIVED;
        } catch (TimeoutException e) {
            seen = "never ended";
            outcome = Outcome.KILLED;
        }
        counts.computeIfAbsent(mutant.simpleType(), type -> new EnumMap<>(Outcome.class))
                .merge(outcome, 1, Integer::sum);
        tell(outcome + "\t" + mutant + "\tline " + mutant.line() + "\t" + seen);
    }

    /** Whether all that survived is explained. */
    private boolean sumUp() {
        counts.forEach((type, outcomes) -> tell(type + " " + outcomes));
        return counts.values().stream().noneMatch(outcomes -> outcomes.containsKey(Outcome.SURVIVED));
    }

    private void tell(String line) {
        report.println(line);
        System.out.println(line);
    }
}
