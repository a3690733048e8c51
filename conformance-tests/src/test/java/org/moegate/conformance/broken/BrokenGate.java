package org.moegate.conformance.broken;

import org.moegate.spi.BackendProvider;

/**
 * A gate with one fault, and how the kit must name it.
 *
 * @param fault in words
 * @param rule the rule meant for it
 * @param seen a part of what the rule reports
 * @param provider the gate
 */
record BrokenGate(String fault, String rule, String seen, BackendProvider provider) {

    @Override
    public String toString() {
        return fault + " breaks " + rule;
    }
}
