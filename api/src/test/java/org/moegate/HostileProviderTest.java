package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moegate.spi.BackendException;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.thirdparty.Better;
import org.moegate.thirdparty.Good;
import org.moegate.thirdparty.Hostile;

@DisplayName("A provider that throws anything at all")
class HostileProviderTest {

    private static final PlanRequest REQUEST = SegmentCall.F32;

    @TempDir
    private Path temporary;

    /** What a provider may throw. */
    enum Thrown {
        UNCHECKED(() -> new IllegalStateException("no driver"), "java.lang.IllegalStateException: no driver"),
        MEANT_FOR_IT(() -> new BackendException("install the driver", new IOException("ENOENT")), "install the driver"),
        SNEAKY(() -> new IOException("no driver"), "java.io.IOException: no driver"),
        INTERRUPT(() -> new InterruptedException("no patience"), "java.lang.InterruptedException: no patience"),
        WRAPPED_INTERRUPT(
                () -> new IllegalStateException(new InterruptedException("no patience")),
                "java.lang.InterruptedException: no patience"),
        ERROR(() -> new AssertionError("no driver"), "java.lang.AssertionError: no driver"),
        NO_MEMORY(() -> new OutOfMemoryError("Java heap space"), "java.lang.OutOfMemoryError: Java heap space"),
        NO_STACK(Thrown::overflow, "java.lang.StackOverflowError"),
        NO_CLASS(() -> new NoClassDefFoundError("com/vendor/Driver"), "NoClassDefFoundError: com/vendor/Driver"),
        SPEECHLESS(Hostile.SpeechlessError::new, Hostile.SpeechlessError.class.getName());

        @SuppressWarnings("ImmutableEnumChecker") // the lambdas capture nothing
        private final Supplier<Throwable> thrown;

        private final String reason;

        Thrown(Supplier<Throwable> thrown, String reason) {
            this.thrown = thrown;
            this.reason = reason;
        }

        RuntimeException raise() {
            throw Hostile.sneak(thrown.get());
        }

        boolean interrupts() {
            return this == INTERRUPT || this == WRAPPED_INTERRUPT;
        }

        @SuppressWarnings("InfiniteRecursion") // on purpose
        private static Throwable overflow() {
            return overflow();
        }
    }

    /** A question that discovery asks. */
    enum Question {
        NAME,
        PRIORITY,
        AVAILABILITY,
        DEVICES,
        SUPPORTS,
        EXPLAIN,
        COMPILE
    }

    /** Answers all but one question. */
    private record Throwing(Question when, Thrown what) implements BackendProvider {

        private void asked(Question question) {
            if (question == when) {
                throw what.raise();
            }
        }

        @Override
        public String name() {
            asked(Question.NAME);
            return "hostile";
        }

        @Override
        public int priority() {
            asked(Question.PRIORITY);
            return 9;
        }

        @Override
        public Capability availability() {
            asked(Question.AVAILABILITY);
            return Capability.yes();
        }

        @Override
        public List<GateDevice> devices() {
            asked(Question.DEVICES);
            return new FakeProvider("hostile", 0, "0").devices();
        }

        @Override
        public Capability supports(GateDevice device, PlanRequest request) {
            asked(Question.SUPPORTS);
            return Capability.yes();
        }

        @Override
        public List<String> explain(GateDevice device, PlanRequest request) {
            asked(Question.EXPLAIN);
            return List.of();
        }

        @Override
        public GateKernel compile(GateDevice device, PlanRequest request) {
            asked(Question.COMPILE);
            return new FakeKernel();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("at discovery is listed with that as the reason:")
    void atDiscovery(Thrown what) {
        for (Question question : List.of(Question.NAME, Question.PRIORITY, Question.AVAILABILITY, Question.DEVICES)) {
            BackendStatus status = statuses(what, new Throwing(question, what)).getLast();

            assertFalse(status.availability().possible());
            assertEquals(question == Question.NAME ? Throwing.class.getName() : "hostile", status.name());
            SegmentCall.assertContains(status.availability().reason(), "it failed at discovery: ");
            SegmentCall.assertContains(status.availability().reason(), what.reason);
        }
    }

    private static List<BackendStatus> statuses(Thrown what, BackendProvider hostile) {
        return interruptedWhere(
                        what.interrupts(),
                        () -> Backends.builder()
                                .provider(new FakeProvider("first", 1, "0"))
                                .provider(hostile)
                                .provider(new FakeProvider("last", 0, "0"))
                                .build())
                .statuses();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when asked about a request is passed over:")
    void whenAsked(Thrown what) {
        Backends backends = beside(new Throwing(Question.SUPPORTS, what));

        Selection selection = interruptedWhere(what.interrupts(), () -> backends.select(REQUEST));

        assertEquals("cpu", selection.backend());
        SegmentCall.assertContains(
                selection.report().getFirst(), "hostile:0: cannot run this gate: it failed when asked about it: ");
        SegmentCall.assertContains(selection.report().getFirst(), what.reason);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when it should compile is passed over, unless it was forced:")
    void whenItCompiles(Thrown what) {
        Throwing hostile = new Throwing(Question.COMPILE, what);

        try (GatePlan plan =
                interruptedWhere(what.interrupts(), () -> beside(hostile).plan(REQUEST))) {
            assertEquals("cpu", plan.backend());
        }
        BackendUnavailableException nothingLeft = interruptedWhere(
                what.interrupts(),
                () -> assertThrowsExactly(
                        BackendUnavailableException.class,
                        () -> Backends.builder().provider(hostile).build().plan(REQUEST)));
        SegmentCall.assertContains(
                String.valueOf(nothingLeft.getMessage()),
                "no backend can run: hostile:0: cannot run this gate: it failed to compile it: ");
        SegmentCall.assertContains(String.valueOf(nothingLeft.getMessage()), what.reason);
        assertEquals(1, nothingLeft.getSuppressed().length, "for the stack trace");
    }

    @Test
    @DisplayName("when it should compile and was forced has that thrown to the caller")
    void whenForcedOneCompiles() {
        BackendException meant = assertThrowsExactly(BackendException.class, () -> forced(Thrown.MEANT_FOR_IT));
        assertEquals("install the driver", meant.getMessage());
        assertThrowsExactly(AssertionError.class, () -> forced(Thrown.ERROR));
        BackendException sneaky = assertThrowsExactly(BackendException.class, () -> forced(Thrown.SNEAKY));
        assertEquals("hostile:0: it failed to compile it: java.io.IOException: no driver", sneaky.getMessage());
        assertInstanceOf(IOException.class, sneaky.getCause());
    }

    private static void forced(Thrown what) {
        Backends.builder()
                .provider(new Throwing(Question.COMPILE, what))
                .provider(new FakeProvider("cpu", 0, "0"))
                .force("hostile")
                .build()
                .plan(REQUEST);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("when it should explain has that as its explanation:")
    void whenItExplains(Thrown what) {
        BackendStatus status =
                beside(new Throwing(Question.EXPLAIN, what)).statuses().getFirst();

        List<String> lines = interruptedWhere(
                what.interrupts(), () -> status.explain(status.devices().getFirst(), REQUEST));

        assertEquals(1, lines.size());
        SegmentCall.assertContains(lines.getFirst(), "it failed to explain it: ");
        SegmentCall.assertContains(lines.getFirst(), what.reason);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Hostile.Erring.class,
                Hostile.Sneaky.class,
                Hostile.Endless.class,
                Hostile.Greedy.class,
                Hostile.Interrupted.class,
                Hostile.Circular.class,
                Hostile.Speechless.class
            })
    @DisplayName("in its constructor keeps no other from being found:")
    void inItsConstructor(Class<?> hostile) throws IOException {
        try (ThirdPartyLoader loader = loader(hostile)) {
            List<BackendStatus> statuses = interruptedWhere(
                    hostile == Hostile.Interrupted.class,
                    () -> Backends.builder().discover(loader).build().statuses());

            assertEquals(
                    List.of("better", "good", hostile.getName()),
                    statuses.stream().map(BackendStatus::name).toList());
            SegmentCall.assertContains(statuses.getLast().availability().reason(), "it failed at discovery: ");
        }
    }

    @Test
    @DisplayName("keeps no other from being found where the class loader throws it")
    void inTheClassLoader() throws IOException {
        Path services = ThirdPartyLoader.services(
                temporary, Good.class.getName(), "com.vendor.Backend", Better.class.getName());
        try (ThirdPartyLoader loader = new ThirdPartyLoader(services) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("com.vendor.")) {
                    throw Hostile.sneak(new IOException("the jar is cut short"));
                }
                return super.loadClass(name, resolve);
            }
        }) {
            List<BackendStatus> statuses =
                    Backends.builder().discover(loader).build().statuses();

            assertEquals(
                    List.of("better", "good", "service file"),
                    statuses.stream().map(BackendStatus::name).toList());
            SegmentCall.assertContains(statuses.getLast().availability().reason(), "the jar is cut short");
        }
    }

    @Test
    @DisplayName("does not end discovery where a class loader can list nothing")
    void inTheListing() throws IOException {
        try (URLClassLoader loader = new URLClassLoader(new URL[0], null) {
            @Override
            public Enumeration<URL> getResources(String name) {
                throw new AssertionError("closed");
            }
        }) {
            List<BackendStatus> statuses = Backends.builder()
                    .discover(loader)
                    .provider(new FakeProvider("cpu", 0, "0"))
                    .build()
                    .statuses();

            assertEquals(
                    List.of("cpu", "service file"),
                    statuses.stream().map(BackendStatus::name).toList());
        }
    }

    @Test
    @DisplayName("may as well answer nothing")
    void answersNothing() {
        assertEquals("devices() = null", reasonWithDevices(null));
        assertEquals("devices() holds null", reasonWithDevices(Arrays.asList((GateDevice) null)));

        Backends backends = beside(new Silent(new FakeProvider("silent", 9, "0").devices()));
        Selection selection = backends.select(REQUEST);
        assertEquals("cpu", selection.backend());
        SegmentCall.assertContains(selection.report().getFirst(), "supports() = null");
        BackendStatus silent = backends.statuses().getFirst();
        SegmentCall.assertContains(
                silent.explain(silent.devices().getFirst(), REQUEST).getFirst(), "explain() = null");
    }

    private static String reasonWithDevices(@Nullable List<GateDevice> devices) {
        String reason =
                beside(new Silent(devices)).statuses().getLast().availability().reason();
        return reason.substring(reason.lastIndexOf(": ") + 2);
    }

    /** Has devices, if that, and nothing to say. */
    @SuppressWarnings("NullAway") // what becomes of null is tested
    private record Silent(@Nullable List<GateDevice> named) implements BackendProvider {

        @Override
        public String name() {
            return "silent";
        }

        @Override
        public int priority() {
            return 9;
        }

        @Override
        public Capability availability() {
            return Capability.yes();
        }

        @Override
        public List<GateDevice> devices() {
            return named;
        }

        @Override
        public Capability supports(GateDevice device, PlanRequest request) {
            return null;
        }

        @Override
        public List<String> explain(GateDevice device, PlanRequest request) {
            return null;
        }

        @Override
        public GateKernel compile(GateDevice device, PlanRequest request) {
            return null;
        }
    }

    private static Backends beside(BackendProvider hostile) {
        return Backends.builder()
                .provider(hostile)
                .provider(new FakeProvider("cpu", 0, "0"))
                .build();
    }

    private ThirdPartyLoader loader(Class<?> hostile) throws IOException {
        return new ThirdPartyLoader(
                ThirdPartyLoader.services(temporary, Good.class.getName(), hostile.getName(), Better.class.getName()));
    }

    /** An interrupt that a provider has swallowed reaches the thread all the same, and nothing else interrupts it. */
    private static <T> T interruptedWhere(boolean expected, Supplier<T> step) {
        try {
            T result = step.get();
            assertEquals(expected, Thread.currentThread().isInterrupted());
            return result;
        } finally {
            Thread.interrupted();
        }
    }
}
