package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Threads")
class ThreadsTest {

    private static final GateSpec SPEC = GateSpec.builder(4, 2).build();

    private final Executor executor = Runnable::run;

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1025, Integer.MAX_VALUE})
    @DisplayName("must be a number that makes sense, and say which do")
    void parallelismIsChecked(int parallelism) {
        String message = "parallelism = " + parallelism + ": must lie in 1..1024";
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Threads.own(parallelism))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Threads.of(executor, parallelism))
                        .getMessage());
    }

    @Test
    @DisplayName("say whose and how many they are")
    void valuesGivenAreHad() {
        assertEquals(1, Threads.caller().parallelism());
        assertEquals(Optional.empty(), Threads.caller().executor());
        assertEquals(1024, Threads.own(1024).parallelism());
        assertEquals(Optional.empty(), Threads.own(2).executor());
        assertEquals(3, Threads.of(executor, 3).parallelism());
        assertSame(executor, Threads.of(executor, 3).executor().orElseThrow());
        assertEquals("caller", Threads.caller().toString());
        assertEquals("own(2)", Threads.own(2).toString());
        assertEquals("of(" + executor + ", 3)", Threads.of(executor, 3).toString());
    }

    @Test
    @DisplayName("are equal where they permit the same")
    void equality() {
        assertEquals(Threads.own(2), Threads.own(2));
        assertEquals(Threads.own(2).hashCode(), Threads.own(2).hashCode());
        assertEquals(Threads.caller(), Threads.own(1));
        assertEquals(Threads.of(executor, 2), Threads.of(executor, 2));
        assertEquals(Threads.of(executor, 2).hashCode(), Threads.of(executor, 2).hashCode());
        assertNotEquals(Threads.own(2), Threads.own(3));
        assertNotEquals(Threads.own(2), Threads.of(executor, 2));
        assertNotEquals(Threads.of(executor, 2), Threads.of(executor, 3));
        Executor other = Runnable::run;
        assertNotEquals(Threads.of(executor, 2), Threads.of(other, 2));
    }

    @Test
    @DisplayName("that differ mostly have different hashes")
    void hashesDiffer() {
        long hashes = IntStream.rangeClosed(1, 100)
                .map(parallelism -> Threads.own(parallelism).hashCode())
                .distinct()
                .count();
        assertTrue(hashes > 50, hashes + " hashes of 100");
    }

    @Test
    @DisplayName("of a request are the caller's unless told, and stay when its types change")
    void requestsKeepThem() {
        assertEquals(Threads.caller(), PlanRequest.of(SPEC).threads());
        assertEquals(Threads.caller(), new PlanRequest(SPEC, DType.F16, null).threads());
        PlanRequest request = PlanRequest.of(SPEC).withThreads(Threads.own(2));
        assertEquals(Threads.own(2), request.threads());
        assertEquals(
                new PlanRequest(SPEC, DType.BF16, null, Threads.own(2)),
                request.withLogits(DType.BF16).withBias(null));
        assertNotEquals(PlanRequest.of(SPEC), request);
    }
}
