package org.moegate;

import java.util.Objects;

/**
 * What a router gate computes: the shape of the choice and what becomes of the weights. Immutable and validated; two specs
 * with the same values are equal.
 *
 * <p>Nothing limits experts, groups or topk beyond their relation to each other: no power of two, no 32 a group, no top 8.
 *
 * {@snippet :
 * GateSpec deepSeekV3 = GateSpec.builder(256, 8)
 *         .numExpertGroup(8)
 *         .topkGroup(4)
 *         .routedScalingFactor(2.5)
 *         .build();
 * }
 */
public final class GateSpec {

    private final int numExperts;
    private final int numExpertGroup;
    private final int topkGroup;
    private final int topk;
    private final int numFusedSharedExperts;
    private final ScoringFunc scoringFunc;
    private final GroupScore groupScore;
    private final boolean renormalize;
    private final float routedScalingFactor;
    private final boolean applyRoutedScalingFactorOnOutput;

    private GateSpec(Builder from) {
        numExperts = from.numExperts;
        numExpertGroup = from.numExpertGroup;
        topkGroup = from.topkGroup;
        topk = from.topk;
        numFusedSharedExperts = from.numFusedSharedExperts;
        scoringFunc = from.scoringFunc;
        groupScore = from.groupScore;
        renormalize = from.renormalize;
        routedScalingFactor = (float) from.routedScalingFactor;
        applyRoutedScalingFactorOnOutput = from.applyRoutedScalingFactorOnOutput;
        requireValid(from.routedScalingFactor);
    }

    private void requireValid(double givenScalingFactor) {
        require(numExperts >= 1, "num_experts", numExperts, "must be at least 1");
        require(
                numExpertGroup >= 1 && numExperts % numExpertGroup == 0,
                "num_expert_group",
                numExpertGroup,
                "must be at least 1 and divide num_experts = " + numExperts);
        require(
                topkGroup >= 1 && topkGroup <= numExpertGroup,
                "topk_group",
                topkGroup,
                "must lie in 1.." + numExpertGroup + " (num_expert_group)");
        require(topk >= 1, "topk", topk, "must be at least 1");
        require(
                numFusedSharedExperts >= 0 && numFusedSharedExperts < topk,
                "num_fused_shared_experts",
                numFusedSharedExperts,
                "must lie in 0.." + (topk - 1) + " (below topk, which counts the shared experts)");
        require(
                numExperts <= Integer.MAX_VALUE - numFusedSharedExperts,
                "num_fused_shared_experts",
                numFusedSharedExperts,
                "must leave num_experts + num_fused_shared_experts within an int32 id");
        int selectable = topkGroup * groupSize();
        require(
                numRoutedTopk() <= selectable,
                "topk",
                topk,
                "less num_fused_shared_experts = " + numFusedSharedExperts + " must be at most " + selectable
                        + ", the experts of topk_group = " + topkGroup + " groups");
        require(
                routedScalingFactor > 0 && routedScalingFactor < Float.POSITIVE_INFINITY,
                "routed_scaling_factor",
                givenScalingFactor,
                "must be finite and above 0 as a float32");
    }

    private static void require(boolean holds, String name, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " = " + value + ": " + allowed);
        }
    }

    /**
     * A builder for a gate of one group, sigmoid scores, renormalised weights and no scaling.
     *
     * @param numExperts routed experts, at least 1
     * @param topk output columns for each token, fused shared experts included
     * @return a builder with every other value at its default
     */
    public static Builder builder(int numExperts, int topk) {
        return new Builder(numExperts, topk);
    }

    /**
     * A builder that starts from this spec's values.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(numExperts, topk)
                .numExpertGroup(numExpertGroup)
                .topkGroup(topkGroup)
                .numFusedSharedExperts(numFusedSharedExperts)
                .scoringFunc(scoringFunc)
                .groupScore(groupScore)
                .renormalize(renormalize)
                .routedScalingFactor(routedScalingFactor)
                .applyRoutedScalingFactorOnOutput(applyRoutedScalingFactorOnOutput);
    }

    /**
     * Routed experts, {@code num_experts}: the width of a row of logits.
     *
     * @return at least 1
     */
    public int numExperts() {
        return numExperts;
    }

    /**
     * Groups of equal size that the experts fall into, {@code num_expert_group}.
     *
     * @return at least 1; 1 means no groups
     */
    public int numExpertGroup() {
        return numExpertGroup;
    }

    /**
     * Groups that stay open for a token, {@code topk_group}.
     *
     * @return 1 to {@link #numExpertGroup()}
     */
    public int topkGroup() {
        return topkGroup;
    }

    /**
     * Columns of the output, {@code topk}, fused shared experts included.
     *
     * @return at least 1
     */
    public int topk() {
        return topk;
    }

    /**
     * Shared experts appended as the last columns, {@code num_fused_shared_experts}.
     *
     * @return 0 to {@code topk - 1}
     */
    public int numFusedSharedExperts() {
        return numFusedSharedExperts;
    }

    /**
     * How logits become scores.
     *
     * @return the scoring function
     */
    public ScoringFunc scoringFunc() {
        return scoringFunc;
    }

    /**
     * How groups are ranked.
     *
     * @return the group score
     */
    public GroupScore groupScore() {
        return groupScore;
    }

    /**
     * Whether the weights are divided by the sum of the routed ones, {@code renormalize} or {@code norm_topk_prob}.
     *
     * @return true if so
     */
    public boolean renormalize() {
        return renormalize;
    }

    /**
     * The model's {@code routed_scaling_factor}, as the float32 the gate computes with.
     *
     * @return finite, above 0
     */
    public float routedScalingFactor() {
        return routedScalingFactor;
    }

    /**
     * Whether the output weights are multiplied by {@link #routedScalingFactor()}; otherwise the engine does that later.
     *
     * @return true if so
     */
    public boolean applyRoutedScalingFactorOnOutput() {
        return applyRoutedScalingFactorOnOutput;
    }

    /**
     * Experts in each group.
     *
     * @return {@code num_experts / num_expert_group}
     */
    public int groupSize() {
        return numExperts / numExpertGroup;
    }

    /**
     * Experts chosen for a token, without the shared ones.
     *
     * @return {@code topk - num_fused_shared_experts}
     */
    public int numRoutedTopk() {
        return topk - numFusedSharedExperts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GateSpec that && GateSpecFields.write(this).equals(GateSpecFields.write(that));
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                numExperts, numExpertGroup, topkGroup, topk, numFusedSharedExperts, scoringFunc, groupScore);
    }

    /** The fields under their {@code config.json} names. */
    @Override
    public String toString() {
        return "GateSpec" + GateSpecFields.write(this);
    }

    /** Collects the values of a {@link GateSpec}; not safe for use by several threads. */
    public static final class Builder {

        private final int numExperts;
        private final int topk;
        private int numExpertGroup = 1;
        private int topkGroup = 1;
        private int numFusedSharedExperts;
        private ScoringFunc scoringFunc = ScoringFunc.SIGMOID;
        private GroupScore groupScore = GroupScore.TOP2_SUM;
        private boolean renormalize = true;
        private double routedScalingFactor = 1;
        private boolean applyRoutedScalingFactorOnOutput;

        private Builder(int numExperts, int topk) {
            this.numExperts = numExperts;
            this.topk = topk;
        }

        /**
         * Sets {@code num_expert_group}; 1 unless told.
         *
         * @param value a divisor of num_experts
         * @return this
         */
        public Builder numExpertGroup(int value) {
            numExpertGroup = value;
            return this;
        }

        /**
         * Sets {@code topk_group}; 1 unless told.
         *
         * @param value 1 to num_expert_group
         * @return this
         */
        public Builder topkGroup(int value) {
            topkGroup = value;
            return this;
        }

        /**
         * Sets {@code num_fused_shared_experts}; 0 unless told.
         *
         * @param value 0 to topk - 1
         * @return this
         */
        public Builder numFusedSharedExperts(int value) {
            numFusedSharedExperts = value;
            return this;
        }

        /**
         * Sets {@code scoring_func}; sigmoid unless told.
         *
         * @param value the scoring function
         * @return this
         */
        public Builder scoringFunc(ScoringFunc value) {
            scoringFunc = Objects.requireNonNull(value, "scoring_func");
            return this;
        }

        /**
         * Sets {@code group_score}; top2_sum unless told.
         *
         * @param value the group score
         * @return this
         */
        public Builder groupScore(GroupScore value) {
            groupScore = Objects.requireNonNull(value, "group_score");
            return this;
        }

        /**
         * Sets {@code renormalize}; true unless told.
         *
         * @param value whether weights are divided by their sum
         * @return this
         */
        public Builder renormalize(boolean value) {
            renormalize = value;
            return this;
        }

        /**
         * Sets {@code routed_scaling_factor}; 1 unless told. It is rounded to float32.
         *
         * @param value finite, above 0
         * @return this
         */
        public Builder routedScalingFactor(double value) {
            routedScalingFactor = value;
            return this;
        }

        /**
         * Sets {@code apply_routed_scaling_factor_on_output}; false unless told.
         *
         * @param value whether the output is scaled
         * @return this
         */
        public Builder applyRoutedScalingFactorOnOutput(boolean value) {
            applyRoutedScalingFactorOnOutput = value;
            return this;
        }

        /**
         * The validated spec.
         *
         * @return a new spec
         * @throws IllegalArgumentException naming the field, its value and what is allowed
         */
        public GateSpec build() {
            return new GateSpec(this);
        }
    }
}
