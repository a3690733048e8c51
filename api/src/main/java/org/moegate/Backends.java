package org.moegate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.BackendException;
import org.moegate.spi.BackendProvider;

/**
 * The backends at hand, and the choice among them. Immutable and safe for use by many threads; make it once.
 *
 * <p>The choice is automatic (of the backends that can run the request, the one of highest priority) or forced, by
 * {@link Builder#force}, the system property {@value #PROPERTY} or the environment variable {@value #ENVIRONMENT}, in this
 * order. What forces it is {@code backend} or {@code backend:device}, the device by id or index: {@code cpu},
 * {@code cpu:scalar}, {@code opencl:1}. A forced backend that cannot run is an error with its reason, never a silent
 * fallback.
 *
 * {@snippet :
 * try (GatePlan plan = Backends.discover().plan(PlanRequest.of(spec))) {
 *     plan.route(numTokens, logits, bias, topkIds, topkWeights);
 * }
 * }
 */
public final class Backends {

    /** The system property that forces a backend. */
    public static final String PROPERTY = "moegate.backend";

    /** The environment variable that forces a backend. */
    public static final String ENVIRONMENT = "MOEGATE_BACKEND";

    private final List<BackendStatus> statuses;
    private final @Nullable Forced forced;

    private Backends(List<BackendStatus> statuses, @Nullable Forced forced) {
        this.statuses = statuses;
        this.forced = forced;
    }

    /**
     * The backends that {@link java.util.ServiceLoader} finds through the thread's context class loader, then through this
     * library's own.
     *
     * @return every backend, those that cannot run included
     */
    public static Backends discover() {
        return builder().discover().build();
    }

    /**
     * A builder that knows no backend yet: add class loaders to look through, providers, or both.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Every backend that was found, in order of choice, with what it said of itself.
     *
     * @return an immutable list
     */
    public List<BackendStatus> statuses() {
        return statuses;
    }

    /**
     * Chooses a backend and a device, whatever the request.
     *
     * @return the choice
     * @throws BackendUnavailableException if the forced one cannot run, or none can
     */
    public Selection select() {
        return Selector.select(statuses, forced, null);
    }

    /**
     * Chooses a backend and a device that can run a request.
     *
     * @param request the gate asked for
     * @return the choice
     * @throws BackendUnavailableException if the forced one cannot run it, or none can
     */
    public Selection select(PlanRequest request) {
        return Selector.select(statuses, forced, Objects.requireNonNull(request, "request"));
    }

    /**
     * Chooses, and compiles on what was chosen. Where the choice is automatic, a device that fails to compile the gate is passed
     * over: a WARNING in the log says so, once for a device, and the next one in line gets the gate.
     *
     * @param request the gate asked for
     * @return a plan, to be closed by the caller
     * @throws BackendUnavailableException if the forced backend cannot run it, or none can
     * @throws BackendException if the forced backend fails to compile it
     */
    public GatePlan plan(PlanRequest request) {
        return Selector.plan(statuses, forced, Objects.requireNonNull(request, "request"));
    }

    /**
     * What forces the choice.
     *
     * @param selector {@code backend} or {@code backend:device}
     * @param origin where it was said, for messages
     */
    record Forced(String selector, String origin) {

        static Optional<Forced> bySettings(Map<String, String> environment) {
            String property = System.getProperty(PROPERTY, "");
            if (!property.isBlank()) {
                return Optional.of(new Forced(property.strip(), "system property " + PROPERTY));
            }
            String variable = environment.getOrDefault(ENVIRONMENT, "");
            return variable.isBlank()
                    ? Optional.empty()
                    : Optional.of(new Forced(variable.strip(), "environment variable " + ENVIRONMENT));
        }
    }

    /** Says where to look for backends; not safe for use by several threads. */
    public static final class Builder {

        private final List<BackendStatus> found = new ArrayList<>();
        private @Nullable Forced forced;

        private Builder() {}

        /**
         * Adds the backends that the thread's context class loader sees, then those that this library's own sees.
         *
         * @return this
         */
        public Builder discover() {
            Discovery.through(Thread.currentThread().getContextClassLoader(), found);
            Discovery.through(Backends.class.getClassLoader(), found);
            return this;
        }

        /**
         * Adds the backends that a class loader sees.
         *
         * @param loader the class loader
         * @return this
         */
        public Builder discover(ClassLoader loader) {
            Discovery.through(Objects.requireNonNull(loader, "loader"), found);
            return this;
        }

        /**
         * Adds a backend that the caller made, with no service file at all.
         *
         * @param provider the backend
         * @return this
         */
        public Builder provider(BackendProvider provider) {
            Discovery.add(Objects.requireNonNull(provider, "provider"), found);
            return this;
        }

        /**
         * Forces the choice, whatever property and environment say.
         *
         * @param selector {@code backend} or {@code backend:device}
         * @return this
         */
        public Builder force(String selector) {
            forced = new Forced(Objects.requireNonNull(selector, "selector").strip(), "the caller");
            return this;
        }

        /**
         * The backends, ready for use.
         *
         * @return a new set
         */
        public Backends build() {
            List<BackendStatus> ordered = new ArrayList<>(found);
            ordered.sort(BackendStatus.ORDER_OF_CHOICE);
            return new Backends(
                    List.copyOf(ordered),
                    forced != null ? forced : Forced.bySettings(System.getenv()).orElse(null));
        }
    }
}
