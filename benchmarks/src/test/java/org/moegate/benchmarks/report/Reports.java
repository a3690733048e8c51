package org.moegate.benchmarks.report;

import java.util.List;
import org.moegate.DType;
import org.moegate.benchmarks.report.BenchReport.Absence;
import org.moegate.benchmarks.report.BenchReport.Figure;
import org.moegate.benchmarks.report.BenchReport.Host;
import org.moegate.benchmarks.report.BenchReport.Kind;
import org.moegate.benchmarks.report.BenchReport.Model;
import org.moegate.benchmarks.report.BenchReport.Place;
import org.moegate.benchmarks.report.BenchReport.Settings;
import org.moegate.benchmarks.report.BenchReport.Subject;

/** Reports for tests: a backend, a baseline and a floor, of one gate and one batch. */
final class Reports {

    static final String NASTY = "a \"GPU\", 16 GB</script><b>";

    private static final int TOKENS = 10;
    private static final Host HOST =
            new Host("a processor", 2, "Linux 6", "amd64", "a JDK 25", List.of("--flag"), "0.1.0");

    private Reports() {}

    static BenchReport of(Spread backend, Spread baseline) {
        return of(HOST, backend, baseline);
    }

    static BenchReport onAnotherJdk(Spread backend, Spread baseline) {
        return of(
                new Host("a processor", 2, "Linux 6", "amd64", "a JDK 26", List.of("--flag"), "0.1.0"),
                backend,
                baseline);
    }

    private static BenchReport of(Host host, Spread backend, Spread baseline) {
        return new BenchReport(
                BenchReport.FORMAT,
                "2026-11-26T08:00:00Z",
                host,
                new Settings(List.of("bench", "--quick"), true, 1, List.of(TOKENS), List.of(DType.F32)),
                List.of(
                        new Subject("cpu:vector", "cpu", Kind.BACKEND, Place.HOST, "floor", NASTY, "the reference"),
                        new Subject("plain-java", "plain Java", Kind.BASELINE, Place.HOST, "floor", "Java", "near"),
                        new Subject("floor", "floor", Kind.FLOOR, Place.HOST, null, "a pass", "nothing")),
                List.of(new Absence("cuda", "no driver", false)),
                List.of(new Model("Kimi-K2", "8 of 384", 384, 8)),
                List.of(figure("cpu:vector", backend), figure("plain-java", baseline), figure("floor", Spread.of(50))),
                null);
    }

    private static Figure figure(String subject, Spread nanos) {
        return new Figure(subject, "Kimi-K2", DType.F32, TOKENS, nanos);
    }
}
