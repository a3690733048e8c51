package org.moegate.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** A bar that counts tests, with the time left and the rule under way. */
final class KitProgress implements TestExecutionListener, AutoCloseable {

    private static final int MILLIS_BETWEEN_UPDATES = 200;

    /** Behind a line that may be shorter than the one before it. */
    private static final String ERASE_REST = "\033[K";

    private final int devices;
    private final ProgressBar bar;
    private int testsOfRule;

    /**
     * Shows it.
     *
     * @param rules how many rules will run
     * @param devices on how many devices
     * @param err goes to the terminal
     * @param columns of the terminal
     */
    KitProgress(int rules, int devices, PrintWriter err, int columns) {
        this.devices = devices;
        this.bar = ProgressBar.builder()
                .setTaskName("conformance")
                .setInitialMax((long) rules * devices)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(MILLIS_BETWEEN_UPDATES)
                .clearDisplayOnFinish()
                // a terminal may break a line that fills its last column
                .setConsumer(new DelegatingProgressBarConsumer(line -> show(err, line), columns - 1))
                .build();
    }

    private static void show(PrintWriter err, String line) {
        err.print("\r" + line + ERASE_REST);
        err.flush();
    }

    @Override
    public void executionStarted(TestIdentifier started) {
        if (started.isContainer()) {
            KitRule.of(started).ifPresent(rule -> {
                testsOfRule = 0;
                bar.setExtraMessage(" " + rule.id());
            });
        }
    }

    @Override
    public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        if (!finished.isTest()) {
            return;
        }
        testsOfRule++;
        // of golden files and random cases there is more than a test a device, which shows only now
        if (testsOfRule > devices) {
            bar.maxHint(bar.getMax() + 1);
        }
        bar.step();
    }

    @Override
    public void close() {
        bar.close();
    }
}
