package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;

@DisplayName("the current router")
class CurrentRouterTest {

    @Test
    @DisplayName("is an interim one, which is replaced once")
    void isReplaced() {
        AtomicBoolean warm = new AtomicBoolean();
        BlockRouter interim = router();
        BlockRouter lasting = router();
        CurrentRouter current = new CurrentRouter(() -> interim, () -> lasting, warm::get);
        assertSame(interim, current.get());
        assertSame(interim, current.get());
        warm.set(true);
        assertSame(lasting, current.get());
        assertSame(lasting, current.get());
    }

    private static BlockRouter router() {
        GateSpec spec = GateSpec.builder(64, 6).build();
        return new BlockRouter(PlanRequest.of(spec), new ScalarRowRouter(spec), WorkShare.ofScalars(64));
    }
}
