package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.launcher.TestIdentifier;

@DisplayName("Results of the kit")
class KitResultsTest {

    @Test
    @DisplayName("are none where something failed outside the tests, such as the writing of certificates")
    void failsIfIncomplete() {
        KitResults results = new KitResults(List.of("abacus:wood"));
        results.requireComplete();
        finish(results, "disk full");
        assertEquals("the kit could not run everything: the engine: disk full", message(results));
        finish(results, "disk still full");
        assertEquals(
                "the kit could not run everything: the engine: disk full; and 1 more, see JUnit's XML",
                message(results));
    }

    private static void finish(KitResults results, String message) {
        results.executionFinished(
                TestIdentifier.from(new EngineDescriptor(UniqueId.forEngine("engine"), "the engine")),
                TestExecutionResult.failed(new IOException(message)));
    }

    private static @Nullable String message(KitResults results) {
        return assertThrows(FailedRunException.class, results::requireComplete).getMessage();
    }
}
