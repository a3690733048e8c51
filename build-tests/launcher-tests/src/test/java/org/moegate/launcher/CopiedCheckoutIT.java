package org.moegate.launcher;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A checkout that was used, and then copied with all times kept, runs")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a Unix shell's")
class CopiedCheckoutIT {

    @TempDir
    private static Path folder;

    private static Checkout original;
    private static Checkout copy;

    @BeforeAll
    static void copyCheckout() throws IOException, InterruptedException {
        original = Checkout.built(folder.resolve("original"));
        original.use();
        copy = original.copiedTo(folder.resolve("copy"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--version", "models", "backends --json", "conformance --help"})
    @DisplayName("what the original runs")
    void says(String command) throws IOException, InterruptedException {
        String[] arguments = command.split(" ", -1);
        new Launch(copy)
                .run(arguments)
                .assertSays(new Launch(original).run(arguments).out());
    }
}
