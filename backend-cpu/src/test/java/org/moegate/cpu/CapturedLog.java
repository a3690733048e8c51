package org.moegate.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What goes to the log until it is closed. Apart from the tests, as only some of the JVMs that look through them have logging. */
final class CapturedLog implements AutoCloseable {

    final List<String> lines = new ArrayList<>();

    private final Logger logger = Logger.getLogger("org.moegate");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getLevel() + ": " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    CapturedLog() {
        logger.addHandler(handler);
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
