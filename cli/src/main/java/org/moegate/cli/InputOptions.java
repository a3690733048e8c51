package org.moegate.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is routed: the files, and the names of the tensors in them. */
final class InputOptions {

    static final String LOGITS = "logits";
    static final String BIAS = "bias";

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Logits, [tokens, num_experts] of F32, F16 or BF16, as safetensors or npy files.")
    List<Path> files = List.of();

    @Option(
            order = -40,
            names = "--logits-tensor",
            paramLabel = "NAME",
            defaultValue = LOGITS,
            description = "The tensor of logits; ${DEFAULT-VALUE} unless given.")
    String logitsTensor = LOGITS;

    @Option(
            order = -39,
            names = "--bias-tensor",
            paramLabel = "NAME",
            description =
                    "The tensor of the selection bias; " + BIAS + " unless given, and no bias where there is none. "
                            + "In a checkpoint: model.layers.3.mlp.gate.e_score_correction_bias.")
    @Nullable
    String biasTensor;

    @Option(
            order = -38,
            names = "--bias-file",
            paramLabel = "FILE",
            description = "The file that holds the bias, if another.")
    @Nullable
    Path biasFile;

    @Option(
            order = -37,
            names = "--num-token-non-padded",
            paramLabel = "N",
            description = "Rows from this one on are padding: ids -1, weights 0.")
    @Nullable
    Integer numTokenNonPadded;

    InputOptions() {}

    boolean anyGiven() {
        return !files.isEmpty()
                || !logitsTensor.equals(LOGITS)
                || biasTensor != null
                || biasFile != null
                || numTokenNonPadded != null;
    }
}
