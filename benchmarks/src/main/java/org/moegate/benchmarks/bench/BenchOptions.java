package org.moegate.benchmarks.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.benchmarks.GateName;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the command line asks for. */
final class BenchOptions {

    static final String DEFAULT_FOLDER = "moegate-bench";

    private static final List<String> QUICK_MODELS = List.of("6-of-64", "DeepSeek-V3", "Kimi-K3");
    private static final List<String> MODELS =
            List.of("6-of-64", "8-of-128", "DeepSeek-V3", "Kimi-K2", "10-of-512", "Kimi-K3");
    private static final List<Integer> QUICK_TOKENS = List.of(1, 32, 1024);
    private static final List<Integer> TOKENS = List.of(1, 8, 64, 512, 4096);
    private static final List<DType> QUICK_DTYPES = List.of(DType.F32, DType.BF16);
    private static final List<DType> DTYPES = List.of(DType.F32, DType.F16, DType.BF16);

    /** A batch of the widest gates of the catalogue, in float32, still fits an array. */
    private static final int MOST_TOKENS = 1 << 20;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--quick",
            description = "Fewer models, sizes and iterations: a first look, in less than five minutes on two cores.")
    boolean quick;

    @Option(
            names = "--models",
            split = ",",
            paramLabel = "NAME",
            description = "Models of the catalogue, see moegate models, or sizes such as 8-of-256.")
    private List<String> models = List.of();

    @Option(
            names = "--backends",
            split = ",",
            paramLabel = "NAME[:DEVICE]",
            description = "Backends, or one device of one; unless given, the best device of each that can run.")
    List<String> backends = List.of();

    @Option(names = "--tokens", split = ",", paramLabel = "N", description = "Rows of a call.")
    private List<Integer> tokens = List.of();

    @Option(
            names = "--dtypes",
            split = ",",
            paramLabel = "DTYPE",
            description =
                    "Element types of the logits: ${COMPLETION-CANDIDATES}. All sizes are timed in the first, the largest"
                            + " in each.")
    private List<DType> dtypes = List.of();

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads a call of a backend and of PyTorch may use; ${DEFAULT-VALUE} unless given.")
    int threads = 1;

    @Option(names = "--no-baselines", description = "Leave out plain Java and PyTorch.")
    boolean noBaselines;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = DEFAULT_FOLDER,
            description = "Write report and log there; to ${DEFAULT-VALUE} unless given.")
    Path folder = Path.of(DEFAULT_FOLDER);

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "Say what became slower or faster than in this earlier bench.json.")
    @Nullable
    Path against;

    @Option(
            names = "--fail-if-slower",
            description = "With --against: end with exit code 1 if a backend became slower beyond noise.")
    boolean failIfSlower;

    @Spec
    private CommandSpec command;

    /** The gates, each once. */
    List<GateName> models() {
        List<String> names = orElse(models, quick ? QUICK_MODELS : MODELS);
        try {
            return names.stream().map(GateName::of).distinct().toList();
        } catch (IllegalArgumentException wrong) {
            throw wrongUse("--models: " + wrong.getMessage());
        }
    }

    /** Rows of a call, ascending, each once. */
    List<Integer> tokens() {
        return List.copyOf(new TreeSet<>(orElse(tokens, quick ? QUICK_TOKENS : TOKENS)));
    }

    /** Element types of the logits, the first being that of all sizes, each once. */
    List<DType> dtypes() {
        return orElse(dtypes, quick ? QUICK_DTYPES : DTYPES).stream().distinct().toList();
    }

    void requireSense() {
        tokens.stream()
                .filter(count -> count < 1 || count > MOST_TOKENS)
                .findFirst()
                .ifPresent(wrong -> {
                    throw wrongUse("--tokens = " + wrong + ": must be from 1 to " + MOST_TOKENS);
                });
        if (threads < 1) {
            throw wrongUse("--threads = " + threads + ": must be at least 1");
        }
        if (failIfSlower && against == null) {
            throw wrongUse("--fail-if-slower: needs --against, the run to compare with");
        }
    }

    ParameterException wrongUse(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }

    /** As it was typed. */
    List<String> commandLine() {
        return List.copyOf(command.root().commandLine().getParseResult().originalArgs());
    }

    private static <T> List<T> orElse(List<T> asked, List<T> otherwise) {
        return asked.isEmpty() ? otherwise : asked;
    }
}
