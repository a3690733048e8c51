package org.moegate.cli;

import org.jspecify.annotations.Nullable;
import org.moegate.tensors.Tensor;
import org.moegate.tensors.TensorFile;

/** Finds logits, bias and spec in open files. */
final class InputReader {

    private final InputOptions options;
    private final SpecSource specs;
    private final @Nullable TensorFile biasFile;

    InputReader(InputOptions options, SpecSource specs, @Nullable TensorFile biasFile) {
        this.options = options;
        this.specs = specs;
        this.biasFile = biasFile;
    }

    GateInput read(TensorFile file) {
        FloatMatrix logits = FloatMatrix.of(
                label(file, options.logitsTensor), tensor(file, options.logitsTensor, "--logits-tensor"), 2);
        SpecSource.Found found = specs.specFor(file, logits.width());
        return new GateInput(file.path().toString(), found, nonPadded(file, logits.rows()), logits, bias(file, logits));
    }

    private int nonPadded(TensorFile file, int tokens) {
        if (options.numTokenNonPadded == null) {
            return tokens;
        }
        int value = options.numTokenNonPadded;
        if (value < 0 || value > tokens) {
            throw new WrongUseException("--num-token-non-padded = " + value + ": must lie in 0.." + tokens
                    + ", the tokens of " + file.path());
        }
        return value;
    }

    private @Nullable FloatMatrix bias(TensorFile file, FloatMatrix logits) {
        TensorFile from = biasFile == null ? file : biasFile;
        String name = biasName(from);
        if (biasFile == null && options.biasTensor == null && !file.contains(name)) {
            return null;
        }
        FloatMatrix bias = FloatMatrix.of(label(from, name), tensor(from, name, "--bias-tensor"), 1);
        if (bias.width() != logits.width()) {
            throw new FailedRunException(label(from, name) + " has " + bias.width() + " elements, but the logits of "
                    + file.path() + " are " + logits.width() + " wide");
        }
        return bias;
    }

    /** A bias file of one tensor leaves no doubt, whatever that is called. */
    private String biasName(TensorFile from) {
        if (options.biasTensor != null) {
            return options.biasTensor;
        }
        return biasFile != null && from.names().size() == 1 ? from.names().getFirst() : InputOptions.BIAS;
    }

    private static Tensor tensor(TensorFile file, String name, String flag) {
        try {
            return file.tensor(name);
        } catch (IllegalArgumentException e) {
            String hint = file.contains(name) ? "" : " (" + flag + " names another)";
            throw new FailedRunException(e.getMessage() + hint, e);
        }
    }

    private static String label(TensorFile file, String tensor) {
        return file.path() + ": tensor \"" + tensor + "\"";
    }
}
