package org.moegate.conformance;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.moegate.spi.BackendProvider;

/**
 * Lets backends compile kernels for the gates of all rules. They do so for a limited number of gates in a process, fewer than the
 * rules have, and route the others by a general kernel, which alone would then be held to most rules. A user's own limit stays.
 */
final class KernelsForRules implements BeforeAllCallback, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(KernelsForRules.class);

    /** More gates than the rules have, some 470; random ones take what is left. */
    private static final String GATES = "600";

    @Override
    public void beforeAll(ExtensionContext context) {
        AllRules kit = (AllRules) context.getRequiredTestInstance();
        for (BackendProvider provider : kit.providers()) {
            String limit = limitOf(provider);
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, GATES);
                context.getStore(NAMESPACE).put(limit, GATES);
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        AllRules kit = (AllRules) context.getRequiredTestInstance();
        for (BackendProvider provider : kit.providers()) {
            String limit = limitOf(provider);
            if (context.getStore(NAMESPACE).remove(limit) != null) {
                System.clearProperty(limit);
            }
        }
    }

    private static String limitOf(BackendProvider provider) {
        return "moegate." + provider.name() + ".specialisedLimit";
    }
}
