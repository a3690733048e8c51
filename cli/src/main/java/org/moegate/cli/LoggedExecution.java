package org.moegate.cli;

import java.io.PrintWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs a command with the library's log on stderr, a line a record; without --verbose only from warnings on. An error of the
 * command ends up where its exceptions do.
 */
final class LoggedExecution implements IExecutionStrategy {

    /** Held here because java.util.logging forgets loggers, and their settings, that nobody holds. */
    private static final Logger LIBRARY = Logger.getLogger("org.moegate");

    private final PrintWriter err;

    LoggedExecution(PrintWriter err) {
        this.err = err;
    }

    @Override
    public int execute(ParseResult parsed) {
        Level level = Verbosity.askedFor(parsed.originalArgs()) ? Level.ALL : Level.WARNING;
        Handler handler = new LineHandler(err);
        LIBRARY.setUseParentHandlers(false);
        LIBRARY.setLevel(level);
        LIBRARY.addHandler(handler);
        try {
            return new RunLast().execute(parsed);
        } catch (Error e) {
            // picocli would let it pass
            throw new ExecutionException(parsed.asCommandLineList().getLast(), e.toString(), e);
        } finally {
            LIBRARY.removeHandler(handler);
        }
    }

    private static final class LineHandler extends Handler {

        private final PrintWriter err;

        LineHandler(PrintWriter err) {
            this.err = err;
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord record) {
            if (isLoggable(record)) {
                err.println(record.getLevel() + ": " + getFormatter().formatMessage(record));
                if (record.getThrown() != null) {
                    record.getThrown().printStackTrace(err);
                }
            }
        }

        @Override
        public void flush() {
            err.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }
}
