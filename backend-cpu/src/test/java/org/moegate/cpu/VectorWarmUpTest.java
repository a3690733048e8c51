package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moegate.GateSpec;

@DisplayName("the warm-up of vector code")
class VectorWarmUpTest {

    private static final GateSpec SPEC = GateSpec.builder(64, 6).build();

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName("comes to an end with vectors as the faster ones, and so does its thread")
    void ends() throws InterruptedException {
        VectorWarmUp warmUp = VectorWarmUp.of(SPEC);
        while (!threads().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertTrue(warmUp.isDone());
    }

    @Test
    @DisplayName("happens once for gates that run through the same code")
    void isShared() {
        GateSpec alike = GateSpec.builder(256, 8).build();
        GateSpec another = SPEC.toBuilder().numExpertGroup(4).topkGroup(2).build();
        assertSame(VectorWarmUp.of(SPEC), VectorWarmUp.of(alike));
        assertNotSame(VectorWarmUp.of(SPEC), VectorWarmUp.of(another));
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("moegate-warm-up"))
                .toList();
    }
}
