package org.moegate.conformance;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.moegate.conformance.certificate.Outcome;
import org.moegate.conformance.judge.Subject;

/** Notes what became of a test for the device's certificate. */
record Recorder(Subject subject) implements TestWatcher {

    @Override
    public void testSuccessful(ExtensionContext context) {
        record(context, new Outcome(Outcome.Kind.PASSED, subject.notCovered()));
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        record(context, new Outcome(Outcome.Kind.SKIPPED, messageOf(cause)));
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        record(context, new Outcome(Outcome.Kind.FAILED, messageOf(cause)));
    }

    private void record(ExtensionContext context, Outcome outcome) {
        Certificates.of(context).record(subject, outcome);
    }

    private static String messageOf(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return message == null ? String.valueOf(cause) : message;
    }
}
