package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moegate.thirdparty.Better;
import org.moegate.thirdparty.Deviceless;
import org.moegate.thirdparty.Good;
import org.moegate.thirdparty.Inaccessible;
import org.moegate.thirdparty.Misnamed;
import org.moegate.thirdparty.Nameless;
import org.moegate.thirdparty.Namesake;
import org.moegate.thirdparty.NoBackend;
import org.moegate.thirdparty.ThrowingConstructor;
import org.moegate.thirdparty.ThrowingInitializer;
import org.moegate.thirdparty.Unavailable;
import org.moegate.thirdparty.Undecided;
import org.moegate.thirdparty.Unlinkable;

@DisplayName("Discovery")
class DiscoveryTest {

    private static final String GOOD = Good.class.getName();
    private static final String BETTER = Better.class.getName();

    @TempDir
    private Path temporary;

    static Stream<Arguments> brokenOnes() {
        return Stream.of(
                broken(ThrowingConstructor.class, ThrowingConstructor.class.getName(), "the licence has run out"),
                broken(ThrowingInitializer.class, ThrowingInitializer.class.getName(), "For input string: \"none\""),
                broken(Unlinkable.class, "unlinkable", "NoClassDefFoundError: com/vendor/Driver"),
                broken(Unavailable.class, "unavailable", "install the driver"),
                broken(
                        Nameless.class,
                        Nameless.class.getName(),
                        "name() = null: must consist of lower-case letters, digits and hyphens"),
                broken(
                        Misnamed.class,
                        Misnamed.class.getName(),
                        "name() = mis:named: must consist of lower-case letters, digits and hyphens"),
                broken(
                        Namesake.class,
                        Namesake.class.getName(),
                        "its name \"good\" is taken by org.moegate.thirdparty.Good"),
                broken(Deviceless.class, "deviceless", "it says that it can run but names no device"),
                broken(Undecided.class, "undecided", "availability() = null"),
                broken(Inaccessible.class, "service file", Inaccessible.class.getName()),
                broken(NoBackend.class, "service file", NoBackend.class.getName() + " not a subtype"),
                Arguments.of("no.such.Backend", "service file", "Provider no.such.Backend not found"));
    }

    private static Arguments broken(Class<?> type, String name, String reason) {
        return Arguments.of(type.getName(), name, reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenOnes")
    @DisplayName("says why a backend cannot run, and finds the good ones around it in order of priority")
    void saysWhyBackendCannotRun(String type, String name, String reason) throws IOException {
        try (ThirdPartyLoader loader = loader(GOOD, type, BETTER)) {
            List<BackendStatus> statuses =
                    Backends.builder().discover(loader).build().statuses();

            assertEquals(List.of("better", "good", name), names(statuses));
            assertTrue(statuses.get(0).availability().possible());
            assertTrue(statuses.get(1).availability().possible());
            assertBroken(statuses.get(2), reason);
        }
    }

    @Test
    @DisplayName("lists all broken backends of one service file after the good ones")
    void listsAllBrokenOnes() throws IOException {
        List<Arguments> broken = brokenOnes().toList();
        List<String> lines = new ArrayList<>(List.of(GOOD, BETTER));
        broken.forEach(arguments -> lines.add((String) arguments.get()[0]));
        try (ThirdPartyLoader loader = loader(lines.toArray(String[]::new))) {
            List<String> found =
                    names(Backends.builder().discover(loader).build().statuses());

            assertEquals(List.of("better", "good"), found.subList(0, 2));
            assertEquals(
                    broken.stream()
                            .map(arguments -> arguments.get()[1])
                            .sorted()
                            .toList(),
                    found.subList(2, found.size()).stream().sorted().toList());
        }
    }

    @Test
    @DisplayName("says the same of a failed static initialiser each time it is asked")
    void remembersFailedInitializer() throws IOException {
        try (ThirdPartyLoader loader = loader(ThrowingInitializer.class.getName())) {
            for (int time = 0; time < 2; time++) {
                List<BackendStatus> statuses =
                        Backends.builder().discover(loader).build().statuses();
                assertEquals(List.of(ThrowingInitializer.class.getName()), names(statuses));
                assertBroken(statuses.getFirst(), "For input string: \"none\"");
            }
        }
    }

    @Test
    @DisplayName("names the line of a service file that holds no class name, and reads the other files")
    void survivesGarbageInServiceFile() throws IOException {
        Path garbage = ThirdPartyLoader.services(temporary, "# a comment", "not a class name");
        Path good = ThirdPartyLoader.services(temporary, GOOD);
        try (ThirdPartyLoader loader = new ThirdPartyLoader(garbage, good)) {
            List<BackendStatus> statuses =
                    Backends.builder().discover(loader).build().statuses();

            assertEquals(List.of("good", "service file"), names(statuses));
            assertBroken(statuses.getLast(), garbage.getFileName() + "/META-INF/services/");
            assertBroken(statuses.getLast(), ":2: ");
        }
    }

    @Test
    @DisplayName("comes to an end even where service files can never be read")
    void endsWithUnreadableServiceFiles() throws IOException {
        try (URLClassLoader loader = new URLClassLoader(new URL[0], null) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("the disk is gone");
            }
        }) {
            List<BackendStatus> statuses =
                    Backends.builder().discover(loader).build().statuses();

            assertEquals(List.of("service file"), names(statuses));
            assertBroken(statuses.getFirst(), "the disk is gone");
        }
    }

    @Test
    @DisplayName("goes through the context class loader unless told otherwise")
    void usesContextClassLoader() throws IOException {
        try (ThirdPartyLoader loader = loader(GOOD)) {
            assertEquals(List.of("good"), names(discoverWithContext(loader)));
        }
        assertEquals(List.of(), Backends.builder().build().statuses());
    }

    @Test
    @DisplayName("goes through the context class loader of a virtual thread")
    void usesContextClassLoaderOfVirtualThread() throws Exception {
        try (ThirdPartyLoader loader = loader(GOOD, BETTER)) {
            List<String> found = new ArrayList<>();
            Thread thread = Thread.ofVirtual()
                    .unstarted(() -> found.addAll(names(Backends.discover().statuses())));
            thread.setContextClassLoader(loader);
            thread.start();
            thread.join();
            assertEquals(List.of("better", "good"), found);
        }
    }

    @Test
    @DisplayName("works without a context class loader")
    void worksWithoutContextClassLoader() {
        assertEquals(List.of(), discoverWithContext(null));
    }

    @Test
    @DisplayName("lists a backend once that several class loaders see, whether it can run or not")
    void listsOnceWhatSeveralLoadersSee() throws IOException {
        String[] lines = {
            GOOD,
            ThrowingConstructor.class.getName(),
            ThrowingInitializer.class.getName(),
            Unlinkable.class.getName(),
            "no.such.Backend"
        };
        try (ThirdPartyLoader parent = loader(lines);
                URLClassLoader child = new URLClassLoader(new URL[0], parent);
                URLClassLoader sibling = new URLClassLoader(new URL[0], parent)) {
            List<BackendStatus> statuses = Backends.builder()
                    .discover(child)
                    .discover(sibling)
                    .discover(parent)
                    .build()
                    .statuses();

            assertEquals(
                    List.of(
                            "good",
                            ThrowingConstructor.class.getName(),
                            ThrowingInitializer.class.getName(),
                            "service file",
                            "unlinkable"),
                    names(statuses));
        }
    }

    @Test
    @DisplayName("takes a provider that the caller made, and does not find it again")
    void takesProvider() throws IOException {
        Good provider = new Good();
        assertEquals(
                List.of("good"),
                names(Backends.builder().provider(provider).build().statuses()));

        try (ThirdPartyLoader loader = loader(GOOD)) {
            FakeProvider namesake = new FakeProvider("good", 7, "device");
            List<BackendStatus> statuses = Backends.builder()
                    .provider(namesake)
                    .discover(loader)
                    .build()
                    .statuses();
            assertEquals(List.of("good", GOOD), names(statuses));
            assertSame(namesake, statuses.getFirst().provider());
            assertBroken(statuses.getLast(), "its name \"good\" is taken by org.moegate.FakeProvider");
        }
    }

    @Test
    @DisplayName("takes two providers of one class that differ in name")
    void takesTwoProvidersOfOneClass() {
        List<BackendStatus> statuses = Backends.builder()
                .provider(new FakeProvider("one", 0, "device"))
                .provider(new FakeProvider("two", 0, "device"))
                .build()
                .statuses();
        assertEquals(List.of("one", "two"), names(statuses));
    }

    @Test
    @DisplayName("orders by whether a backend can run, then by priority, then by name")
    void ordersStatuses() {
        List<BackendStatus> statuses = Backends.builder()
                .provider(new FakeProvider("hopeless", 9, "device").unavailable("no GPU"))
                .provider(new FakeProvider("b", 1, "device"))
                .provider(new FakeProvider("lowest", Integer.MIN_VALUE, "device"))
                .provider(new FakeProvider("highest", Integer.MAX_VALUE, "device"))
                .provider(new FakeProvider("a", 1, "device"))
                .build()
                .statuses();
        assertEquals(List.of("highest", "a", "b", "lowest", "hopeless"), names(statuses));
    }

    @Test
    @DisplayName("reports what a backend said of itself")
    void reportsStatus() {
        FakeProvider able = new FakeProvider("able", 3, "fast", "slow");
        FakeProvider unable = new FakeProvider("unable", 2, "fast").unavailable("install the driver");
        List<BackendStatus> statuses =
                Backends.builder().provider(able).provider(unable).build().statuses();

        assertEquals(3, statuses.getFirst().priority());
        assertEquals(able.devices(), statuses.getFirst().devices());
        assertEquals("able: " + able.devices(), statuses.getFirst().toString());
        assertEquals(List.of(), statuses.getLast().devices());
        assertEquals(
                "unable: cannot run: install the driver", statuses.getLast().toString());
        assertThrowsExactly(UnsupportedOperationException.class, statuses::removeFirst);
    }

    private ThirdPartyLoader loader(String... lines) throws IOException {
        return new ThirdPartyLoader(ThirdPartyLoader.services(temporary, lines));
    }

    private static List<BackendStatus> discoverWithContext(@Nullable ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return Backends.discover().statuses();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static List<String> names(List<BackendStatus> statuses) {
        return statuses.stream().map(BackendStatus::name).toList();
    }

    private static void assertBroken(BackendStatus status, String reason) {
        assertFalse(status.availability().possible());
        SegmentCall.assertContains(status.availability().reason(), reason);
    }
}
