package org.moegate.conformance;

import java.util.List;
import java.util.ServiceLoader;
import org.moegate.spi.BackendProvider;

/**
 * Holds every backend that {@link ServiceLoader} finds to every rule, with no code at all: let the build run the tests of this
 * jar, in Maven with Surefire's {@code dependenciesToScan}.
 */
public final class InstalledBackendsTest extends AllRules {

    /** For JUnit. */
    public InstalledBackendsTest() {}

    @Override
    List<BackendProvider> providers() {
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
