package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The choice of a backend")
class BackendsTest {

    private static final PlanRequest REQUEST = SegmentCall.F32;

    private final FakeProvider gpu = new FakeProvider("gpu", 10, "0-first", "1-second");
    private final FakeProvider cpu = new FakeProvider("cpu", 0, "vector", "scalar");

    @BeforeEach
    @AfterEach
    void clearProperty() {
        System.clearProperty(Backends.PROPERTY);
    }

    @Test
    @DisplayName("goes to the highest priority and its first device, and reports every candidate")
    void choosesByPriority() {
        Selection selection = choice().build().select(REQUEST);

        assertEquals("gpu", selection.backend());
        assertEquals(gpu.devices().getFirst(), selection.device());
        assertEquals("gpu:0-first (device 0-first of gpu), automatic", selection.toString());
        assertEquals(
                List.of(
                        "gpu:0-first: chosen, the first that can run",
                        "gpu:1-second: can run",
                        "cpu:vector: can run",
                        "cpu:scalar: can run"),
                selection.report());
    }

    @Test
    @DisplayName("goes by name between equal priorities")
    void choosesByName() {
        Backends.Builder builder = Backends.builder()
                .provider(new FakeProvider("b", 1, "device"))
                .provider(new FakeProvider("a", 1, "device"));
        assertEquals("a", builder.build().select().backend());
    }

    @Test
    @DisplayName("passes over what cannot run or refuses the request, and reports why")
    void passesOverRefusals() {
        gpu.refusing("0-first", "too many experts");
        Backends backends = choice().provider(new FakeProvider("tpu", 99, "device").unavailable("no TPU"))
                .build();

        Selection selection = backends.select(REQUEST);

        assertEquals("1-second", selection.device().id());
        assertEquals(
                List.of(
                        "gpu:0-first: cannot run this gate: too many experts",
                        "gpu:1-second: chosen, the first that can run",
                        "cpu:vector: can run",
                        "cpu:scalar: can run",
                        "tpu: cannot run: no TPU"),
                selection.report());
        assertEquals("0-first", backends.select().device().id(), "refusals count only for a request");
    }

    @Test
    @DisplayName("fails with every reason where nothing can run")
    void failsWhereNothingCanRun() {
        FakeProvider only = new FakeProvider("only", 0, "device").refusing("device", "too many experts");
        Backends backends = Backends.builder()
                .provider(only)
                .provider(new FakeProvider("tpu", 99, "device").unavailable("no TPU"))
                .build();
        assertUnavailable(
                "no backend can run: only:device: cannot run this gate: too many experts; tpu: cannot run: no TPU",
                () -> backends.select(REQUEST));
        assertUnavailable(
                "no backend can run: only:device: cannot run this gate: too many experts; tpu: cannot run: no TPU",
                () -> backends.plan(REQUEST));
    }

    @Test
    @DisplayName("fails with what to add where nothing was found")
    void failsWhereNothingWasFound() {
        assertUnavailable(
                "no backend was found: add one to the class path or module path, such as moegate-backend-cpu",
                () -> Backends.builder().build().select());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "cpu, cpu, vector",
        "cpu:vector, cpu, vector",
        "cpu:scalar, cpu, scalar",
        "cpu:0, cpu, vector",
        "cpu:1, cpu, scalar",
        "' cpu:1 ', cpu, scalar",
        "gpu, gpu, 0-first"
    })
    @DisplayName("is forced by backend, or by backend and the device's id or index")
    void isForced(String selector, String backend, String device) {
        Selection selection = choice().force(selector).build().select(REQUEST);

        assertEquals(backend, selection.backend());
        assertEquals(device, selection.device().id());
        assertEquals(List.of(backend + ":" + device + ": chosen, forced by the caller"), selection.report());
        assertTrue(selection.toString().endsWith(", forced by the caller"), selection::toString);
    }

    @Test
    @DisplayName("takes a number as an id rather than an index")
    void idComesBeforeIndex() {
        Backends backends = Backends.builder()
                .provider(new FakeProvider("gpu", 0, "1", "0"))
                .force("gpu:0")
                .build();
        assertEquals("0", backends.select().device().id());
    }

    @Test
    @DisplayName("goes to the forced backend's next device where the first refuses")
    void forcedBackendMayChooseItsDevice() {
        cpu.refusing("vector", "too few experts");
        Selection selection = choice().force("cpu").build().select(REQUEST);

        assertEquals("scalar", selection.device().id());
        assertEquals(
                List.of(
                        "cpu:vector: cannot run this gate: too few experts",
                        "cpu:scalar: chosen, forced by the caller"),
                selection.report());
    }

    @Test
    @DisplayName("fails rather than leave a forced device that refuses")
    void forcedDeviceThatRefuses() {
        cpu.refusing("vector", "too few experts");
        assertUnavailable(
                "backend \"cpu:vector\", forced by the caller, cannot run: "
                        + "cpu:vector: cannot run this gate: too few experts",
                () -> choice().force("cpu:vector").build().select(REQUEST));
    }

    @Test
    @DisplayName("fails rather than leave a forced backend that cannot run")
    void forcedBackendThatCannotRun() {
        gpu.unavailable("install the driver");
        assertUnavailable(
                "backend \"gpu:0-first\", forced by the caller, cannot run: install the driver",
                () -> choice().force("gpu:0-first").build().select());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tpu", "tpu:0", "CPU", ""})
    @DisplayName("fails with the names at hand where the forced backend is unknown")
    void forcedUnknownBackend(String selector) {
        assertUnavailable(
                "backend \"" + selector + "\", forced by the caller, is not among those found: gpu, cpu",
                () -> choice().force(selector).build().select());
        assertUnavailable(
                "backend \"" + selector + "\", forced by the caller, is not among those found: none was found",
                () -> Backends.builder().force(selector).build().select());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "-1", "avx", "", "vector:0"})
    @DisplayName("fails with the devices at hand where the forced device is unknown")
    void forcedUnknownDevice(String device) {
        assertUnavailable(
                "backend \"cpu:" + device + "\", forced by the caller, has no device \"" + device
                        + "\": it has vector, scalar",
                () -> choice().force("cpu:" + device).build().select());
    }

    @Test
    @DisplayName("says with the devices at hand what their caveats are, as one may say why another is missing")
    void forcedDeviceThatIsMissing() {
        FakeProvider scalarOnly = new FakeProvider("cpu", 0, "scalar").caveat("vectors are off");
        assertUnavailable(
                "backend \"cpu:vector\", forced by the caller, has no device \"vector\": it has scalar (vectors are off)",
                () -> Backends.builder()
                        .provider(scalarOnly)
                        .force("cpu:vector")
                        .build()
                        .select());
    }

    @Test
    @DisplayName("is forced by the caller before the system property")
    void callerBeatsProperty() {
        System.setProperty(Backends.PROPERTY, "gpu:1-second");
        assertEquals(
                "cpu:vector (device vector of cpu), forced by the caller",
                choice().force("cpu").build().select().toString());
        assertEquals(
                "gpu:1-second (device 1-second of gpu), forced by system property moegate.backend",
                choice().build().select().toString());
    }

    @Test
    @DisplayName("is forced by the system property before the environment")
    void propertyBeatsEnvironment() {
        Map<String, String> environment = Map.of(Backends.ENVIRONMENT, " cpu:scalar ");
        assertEquals(
                Optional.of(new Backends.Forced("cpu:scalar", "environment variable MOEGATE_BACKEND")),
                Backends.Forced.bySettings(environment));

        System.setProperty(Backends.PROPERTY, " gpu ");
        assertEquals(
                Optional.of(new Backends.Forced("gpu", "system property moegate.backend")),
                Backends.Forced.bySettings(environment));
    }

    @Test
    @DisplayName("is not forced by settings that are blank")
    void ignoresBlankSettings() {
        System.setProperty(Backends.PROPERTY, " ");
        assertEquals(Optional.empty(), Backends.Forced.bySettings(Map.of()));
        assertEquals(Optional.empty(), Backends.Forced.bySettings(Map.of(Backends.ENVIRONMENT, "")));
        assertEquals(
                Optional.of(new Backends.Forced("cpu", "environment variable MOEGATE_BACKEND")),
                Backends.Forced.bySettings(Map.of(Backends.ENVIRONMENT, "cpu")));
    }

    @Test
    @DisplayName("names the system property in its errors")
    void namesPropertyInErrors() {
        System.setProperty(Backends.PROPERTY, "tpu");
        assertUnavailable(
                "backend \"tpu\", forced by system property moegate.backend, is not among those found: gpu, cpu",
                () -> choice().build().select());
    }

    @Test
    @DisplayName("compiles on what was chosen, and the plan says so")
    void compiles() {
        try (GatePlan plan = choice().force("cpu:scalar").build().plan(REQUEST)) {
            assertEquals("cpu", plan.backend());
            assertEquals(cpu.devices().getLast(), plan.device());
            assertEquals(REQUEST, plan.request());
            assertEquals("GatePlan[cpu:scalar, " + REQUEST + "]", plan.toString());
        }
        assertTrue(cpu.compiled.getFirst().isClosed());
        assertEquals(List.of(), gpu.compiled);
    }

    @Test
    @DisplayName("does not compile a request that the chosen device refuses")
    void doesNotCompileRefusedRequest() {
        cpu.refusing("vector", "too few experts");
        Selection selection = choice().force("cpu:vector").build().select();
        assertUnavailable("cpu:vector cannot run this gate: too few experts", () -> selection.compile(REQUEST));
        assertEquals(List.of(), cpu.compiled);
    }

    @Test
    @DisplayName("is not needed to ask a device whether and how it would run a request")
    void statusAnswersForEveryDevice() {
        gpu.refusing("1-second", "too many experts").explaining("1 token: small", "more: large");
        BackendStatus status = choice().build().statuses().getFirst();
        assertEquals("", status.supports(gpu.devices().getFirst(), REQUEST).reason());
        assertEquals(
                "too many experts",
                status.supports(gpu.devices().getLast(), REQUEST).reason());
        assertEquals(
                List.of("1 token: small", "more: large"),
                status.explain(gpu.devices().getFirst(), REQUEST));
    }

    private Backends.Builder choice() {
        return Backends.builder().provider(cpu).provider(gpu);
    }

    private static void assertUnavailable(String message, Runnable choice) {
        assertEquals(
                message,
                assertThrowsExactly(BackendUnavailableException.class, choice::run)
                        .getMessage());
    }
}
