package org.moegate.benchmarks.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a run is: a bar with the time left on a terminal, and elsewhere a line now and then. */
final class TrialProgress implements AutoCloseable {

    private static final int MILLIS_BETWEEN_UPDATES = 200;
    private static final int LINES = 10;

    /** Behind a line that may be shorter than the one before it. */
    private static final String ERASE_REST = "\033[K";

    private final PrintWriter err;
    private final int all;
    private final @Nullable ProgressBar bar;
    private int done;

    /**
     * Shows it.
     *
     * @param trials all of them
     * @param err where to
     * @param columns of the terminal, if it is one
     */
    TrialProgress(List<Trial> trials, PrintWriter err, Optional<Integer> columns) {
        this.err = err;
        all = trials.size();
        bar = columns.map(width -> bar(width)).orElse(null);
    }

    private ProgressBar bar(int width) {
        return ProgressBar.builder()
                .setTaskName("bench")
                .setInitialMax(all)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(MILLIS_BETWEEN_UPDATES)
                .clearDisplayOnFinish()
                // a terminal may break a line that fills its last column
                .setConsumer(new DelegatingProgressBarConsumer(this::show, width - 1))
                .build();
    }

    private void show(String line) {
        err.print("\r" + line + ERASE_REST);
        err.flush();
    }

    void starts(Trial trial) {
        if (bar != null) {
            bar.setExtraMessage(" " + trial.label());
        }
    }

    void ended() {
        done++;
        if (bar != null) {
            bar.step();
        } else if (done * LINES / all != (done - 1) * LINES / all) {
            err.println("moegate: " + done + " of " + all);
            err.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
