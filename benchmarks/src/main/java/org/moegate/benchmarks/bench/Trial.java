package org.moegate.benchmarks.bench;

import java.util.List;
import org.moegate.benchmarks.report.BenchReport.Figure;

/** One step of a run: a case that is timed, by whatever means. */
interface Trial {

    /** What is timed, in a few words. */
    String label();

    /** About how long that takes. */
    double seconds();

    /**
     * Holds the result to the reference, then times it.
     *
     * @throws FailedTrialException if it cannot be timed, or disagrees
     */
    List<Figure> run() throws FailedTrialException;
}
