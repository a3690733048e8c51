package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.spi.BackendException;

@DisplayName("The log")
class LogTest {

    private final Logger logger = Logger.getLogger("org.moegate");
    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            String line = entry.getLevel() + ": " + new SimpleFormatter().formatMessage(entry);
            Throwable thrown = entry.getThrown();
            lines.add(thrown == null ? line : line + ", by " + thrown.getClass().getName());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        handler.setLevel(Level.INFO);
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.setLevel(null);
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    @Test
    @DisplayName("says once what was chosen, however many plans are made")
    void saysOnceWhatWasChosen() {
        FakeProvider logged = new FakeProvider("logged-once", 0, "first", "second");
        Backends backends = Backends.builder().provider(logged).build();
        backends.select(SegmentCall.F32);
        assertEquals(List.of(), lines, "a choice alone runs nothing");

        backends.plan(SegmentCall.F32).close();
        backends.plan(SegmentCall.F16).close();
        Backends.builder().provider(logged).build().plan(SegmentCall.F32).close();
        assertEquals(
                List.of("INFO: moegate runs on logged-once:first (device first of logged-once), automatic"), lines);
    }

    @Test
    @DisplayName("keeps, for those who debug, the stack trace of a backend that failed at discovery")
    void keepsStackTraces() {
        logger.setLevel(Level.FINE);
        handler.setLevel(Level.FINE);
        Backends.builder().provider(new FakeProvider("Misnamed", 0, "device"));
        assertEquals(
                List.of(
                        "FINE: backend org.moegate.FakeProvider: it failed at discovery, by java.lang.IllegalStateException"),
                lines);
    }

    @Test
    @DisplayName("warns once of a device that was chosen and failed to compile, however many plans are made")
    void warnsOnceOfPassedOver() {
        FakeProvider failing =
                new FakeProvider("failing", 1, "0").failing(new BackendException("the driver is too old"));
        Backends backends = Backends.builder()
                .provider(failing)
                .provider(new FakeProvider("logged-instead", 0, "0"))
                .build();
        backends.plan(SegmentCall.F32).close();
        backends.plan(SegmentCall.F16).close();
        assertEquals(
                List.of(
                        "WARNING: moegate passes over failing:0: it failed to compile it: the driver is too old",
                        "INFO: moegate runs on logged-instead:0 (device 0 of logged-instead), automatic"),
                lines);
    }

    @Test
    @DisplayName("says each choice that differs, with its caveat")
    void saysEachChoice() {
        FakeProvider logged = new FakeProvider("logged-each", 0, "first", "second").caveat("add {a} flag, it's faster");
        for (String selector : new String[] {"logged-each:first", "logged-each:second", "logged-each:first"}) {
            Backends.builder()
                    .provider(logged)
                    .force(selector)
                    .build()
                    .plan(SegmentCall.F32)
                    .close();
        }
        assertEquals(
                List.of(
                        "INFO: moegate runs on logged-each:first (device first of logged-each), forced by the caller;"
                                + " add {a} flag, it's faster",
                        "INFO: moegate runs on logged-each:second (device second of logged-each), forced by the caller;"
                                + " add {a} flag, it's faster"),
                lines);
    }
}
