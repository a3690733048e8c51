package org.moegate.cli;

import org.moegate.GateSpec;

/** A spec in words. */
final class SpecSentence {

    private SpecSentence() {}

    /** How many experts there are and how many work on a token. */
    static String choice(GateSpec spec) {
        boolean grouped = spec.numExpertGroup() > 1;
        String shared = spec.numFusedSharedExperts() == 0 ? "" : " and " + spec.numFusedSharedExperts() + " shared";
        return spec.numExperts() + " experts" + (grouped ? " in " + spec.numExpertGroup() + " groups" : "") + ", "
                + spec.numRoutedTopk() + " of them" + shared + " for each token"
                + (grouped ? " (from its " + spec.topkGroup() + " best groups)" : "");
    }

    /** How logits become weights. */
    static String weights(GateSpec spec) {
        return spec.scoringFunc().configName() + " scores" + (spec.renormalize() ? ", renormalised" : "")
                + (spec.applyRoutedScalingFactorOnOutput() ? ", times " + spec.routedScalingFactor() : "");
    }
}
