package org.moegate.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moegate.Backends;
import org.moegate.Threads;

@DisplayName("The options of the Guice module")
class MoeGateOptionsTest {

    @Test
    @DisplayName("come from properties")
    void comeFromProperties() {
        Properties properties = new Properties();
        properties.setProperty(Backends.PROPERTY, "cpu:scalar");
        properties.setProperty(MoeGateOptions.THREADS, " 4 ");
        properties.setProperty("moegate.cpu.warmUp", "false");
        assertEquals(new MoeGateOptions("cpu:scalar", Threads.own(4)), MoeGateOptions.of(properties));
    }

    @Test
    @DisplayName("are the defaults where properties are missing or blank")
    void areDefaults() {
        Properties blank = new Properties();
        blank.setProperty(Backends.PROPERTY, " ");
        blank.setProperty(MoeGateOptions.THREADS, "");
        assertEquals(MoeGateOptions.defaults(), MoeGateOptions.of(blank));
        assertEquals(MoeGateOptions.defaults(), MoeGateOptions.of(new Properties()));
        assertEquals(new MoeGateOptions(null, Threads.caller()), MoeGateOptions.defaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1025", "-1", "all", "2.5"})
    @DisplayName("refuse a number of threads that is none or out of range, and name the property")
    void refuseThreads(String threads) {
        Properties properties = new Properties();
        properties.setProperty(MoeGateOptions.THREADS, threads);
        assertEquals(
                "moegate.threads = " + threads
                        + ": must be a whole number, 1 for the caller's thread alone, 1024 at most",
                assertThrows(IllegalArgumentException.class, () -> MoeGateOptions.of(properties))
                        .getMessage());
    }
}
