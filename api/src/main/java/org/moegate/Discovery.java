package org.moegate;

import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.BackendProvider;

/** Asks every provider for its status; one that throws, whatever it is, becomes a status with the reason, and the search goes on. */
final class Discovery {

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
            } catch (Throwable e) {
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
        } catch (Throwable e) {
            addBroken(type.getName(), type, e, found);
        }
    }

    static void add(BackendProvider provider, List<BackendStatus> found) {
        Class<? extends BackendProvider> type = provider.getClass();
        String name = type.getName();
        try {
            name = requireFree(provider.name(), found);
            found.add(BackendStatus.of(name, provider));
        } catch (Throwable e) {
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

    private static void addBroken(String name, Class<?> origin, Throwable thrown, List<BackendStatus> found) {
        ProviderFailure failure = new ProviderFailure("it failed at discovery", thrown);
        BackendStatus broken = BackendStatus.broken(name, origin, failure.reason());
        // several loaders may see the same broken service file
        if (found.stream().noneMatch(other -> other.toString().equals(broken.toString()))) {
            failure.log(name);
            found.add(broken);
        }
    }
}
