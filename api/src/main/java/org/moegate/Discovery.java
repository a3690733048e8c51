package org.moegate;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.BackendProvider;

/** Asks every provider for its status; one that throws becomes a status with the reason, and the search goes on. */
final class Discovery {

    private static final Logger LOG = System.getLogger("org.moegate");

    /** A broken service file can make the iterator fail for ever. */
    private static final int MOST_FAILURES = 100;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+");

    private Discovery() {}

    static void through(@Nullable ClassLoader loader, List<BackendStatus> found) {
        Iterator<ServiceLoader.Provider<BackendProvider>> providers =
                ServiceLoader.load(BackendProvider.class, loader).stream().iterator();
        int failures = 0;
        while (failures < MOST_FAILURES) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                load(providers.next(), found);
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
                addBroken("service file", ServiceLoader.class, e, found);
            }
        }
    }

    private static void load(ServiceLoader.Provider<BackendProvider> provider, List<BackendStatus> found) {
        Class<? extends BackendProvider> type = provider.type();
        // a provider method may announce the interface only; the class shows once it was called
        if (type != BackendProvider.class && isKnown(type, found)) {
            return;
        }
        try {
            BackendProvider made = provider.get();
            if (!isKnown(made.getClass(), found)) {
                add(made, found);
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            addBroken(type.getName(), type, e, found);
        }
    }

    static void add(BackendProvider provider, List<BackendStatus> found) {
        Class<? extends BackendProvider> type = provider.getClass();
        String name = type.getName();
        try {
            name = requireFree(provider.name(), found);
            found.add(BackendStatus.of(name, provider));
        } catch (RuntimeException | LinkageError e) {
            addBroken(name, type, e, found);
        }
    }

    private static String requireFree(@Nullable String name, List<BackendStatus> found) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalStateException(
                    "name() = " + name + ": must consist of lower-case letters, digits and hyphens");
        }
        for (BackendStatus other : found) {
            if (other.name().equals(name)) {
                throw new IllegalStateException("its name \"" + name + "\" is taken by "
                        + other.origin().getName());
            }
        }
        return name;
    }

    private static boolean isKnown(Class<?> type, List<BackendStatus> found) {
        return found.stream().anyMatch(status -> status.origin() == type);
    }

    private static void addBroken(String name, Class<?> origin, Throwable e, List<BackendStatus> found) {
        BackendStatus broken = BackendStatus.broken(name, origin, reason(e));
        // several loaders may see the same broken service file
        if (found.stream().noneMatch(other -> other.toString().equals(broken.toString()))) {
            LOG.log(Level.DEBUG, "backend " + name + " failed at discovery", e);
            found.add(broken);
        }
    }

    /** ServiceLoader wraps what a provider threw; the user needs the innermost sentence. */
    private static String reason(Throwable e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return "it failed at discovery: " + innermost;
    }
}
