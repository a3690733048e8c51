package org.moegate.benchmarks;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.moegate.GateSpec;
import org.moegate.GroupScore;

/**
 * The gate as a Java engine on a tensor library has it: PyTorch's operators one after the other, those that the models'
 * published code calls. Its inputs are tensors already; each call makes new ones for its outputs.
 *
 * <p>Serves one thread at a time. No fused shared experts.
 */
final class TensorLibraryGate implements AutoCloseable {

    private final GateSpec spec;
    private final int numTokens;
    private final Tensor logits;
    private final Tensor bias;
    private final Scalar scale;
    private final Scalar closedChoice = new Scalar(Float.NEGATIVE_INFINITY);
    private final Scalar open = new Scalar(0);
    private final TensorOptions booleans = new TensorOptions(torch.ScalarType.Bool);
    private final ScalarTypeOptional sameType = new ScalarTypeOptional();

    TensorLibraryGate(GateSpec spec, RouterInputs inputs, int threads) {
        if (spec.numFusedSharedExperts() != 0) {
            throw new IllegalArgumentException(
                    "num_fused_shared_experts = " + spec.numFusedSharedExperts() + ": must be 0 here");
        }
        torch.set_num_threads(threads);
        this.spec = spec;
        numTokens = inputs.numTokens();
        logits = tensor(inputs.logits(), numTokens, spec.numExperts());
        bias = tensor(inputs.bias(), spec.numExperts());
        scale = new Scalar(spec.routedScalingFactor());
    }

    private static Tensor tensor(float[] values, long... shape) {
        return torch.tensor(values).view(shape);
    }

    /** Routes the batch; the caller closes what is returned. */
    @SuppressWarnings("try") // both resources work by being open
    TensorRouting route() {
        // without the scope, temporaries would live until the garbage collector finds them
        try (InferenceMode noGradients = new InferenceMode(true);
                PointerScope temporaries = new PointerScope()) {
            Tensor scores = score();
            Tensor choices = closeLowGroups(scores.add(bias));
            // a handle of its own: the pair's goes with the pair
            Tensor ids = new Tensor(choices.topk(spec.topk(), -1, true, true).get1());
            Tensor weights = scores.gather(1, ids);
            if (spec.renormalize()) {
                weights = weights.div(weights.sum(new long[] {-1}, true, sameType));
            }
            if (spec.applyRoutedScalingFactorOnOutput()) {
                weights = weights.mul(scale);
            }
            return new TensorRouting(ids, weights);
        }
    }

    private Tensor score() {
        return switch (spec.scoringFunc()) {
            case SIGMOID -> logits.sigmoid();
            case SOFTMAX -> logits.softmax(-1);
            case SQRTSOFTPLUS -> torch.softplus(logits).sqrt();
        };
    }

    private Tensor closeLowGroups(Tensor choices) {
        if (spec.numExpertGroup() == 1) {
            return choices;
        }
        Tensor grouped = choices.view(numTokens, spec.numExpertGroup(), spec.groupSize());
        Tensor openGroups =
                groupScores(grouped).topk(spec.topkGroup(), -1, true, false).get1();
        Tensor closed = grouped.new_ones(new long[] {numTokens, spec.numExpertGroup()}, booleans)
                .scatter_(1, openGroups, open);
        return grouped.masked_fill(closed.unsqueeze(-1), closedChoice).view(numTokens, spec.numExperts());
    }

    private Tensor groupScores(Tensor grouped) {
        if (spec.groupScore() == GroupScore.MAX) {
            return grouped.amax(new long[] {-1}, false);
        }
        int best = Math.min(2, spec.groupSize());
        return grouped.topk(best, -1, true, true).get0().sum(-1);
    }

    @Override
    public void close() {
        logits.close();
        bias.close();
        scale.close();
        closedChoice.close();
        open.close();
        booleans.close();
        sameType.close();
    }
}
