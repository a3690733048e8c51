package org.moegate.conformance.broken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.moegate.spi.Grade;

@DisplayName("The kit")
class BrokenGatesTest {

    private static final Map<String, String> FEW = Map.of(
            "moegate.conformance.cases", "300",
            "moegate.conformance.shapes", "100",
            "moegate.conformance.warmUpSeconds", "1");

    /** For runs of all rules, whose long runs others wait for. */
    private static final Map<String, String> FEW_AND_SHORT = Map.of(
            "moegate.conformance.cases", "300",
            "moegate.conformance.shapes", "100",
            "moegate.conformance.warmUpSeconds", "1",
            "moegate.conformance.longRunSeconds", "1");

    @TempDir
    private Path certificates;

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenGates")
    @DisplayName("names a broken gate by the rule meant for its fault")
    void namesBrokenGate(BrokenGate gate) throws IOException {
        KitRun run = KitRun.of(gate.provider(), gate.rule(), certificates, FEW);
        assertEquals(List.of(gate.rule()), run.rules(Status.FAILED));
        String message = run.message(gate.rule());
        assertTrue(message.contains(gate.seen()), message);
        String certificate = Files.readString(certificates.resolve("stepwise-one.md"));
        assertTrue(certificate.startsWith("# Not bit-exact on stepwise:one"), certificate);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongGates")
    @DisplayName("names a gate that is wrong by more than roundings in the conformant grade too")
    void namesWrongGate(BrokenGate gate) {
        Map<String, String> conformant =
                Map.of("moegate.conformance.grade", "conformant", "moegate.conformance.warmUpSeconds", "1");
        KitRun run = KitRun.of(gate.provider(), gate.rule(), certificates, conformant);
        assertEquals(List.of(gate.rule()), run.rules(Status.FAILED));
    }

    @Test
    @DisplayName("has broken gates to prove itself on for more than fifty rules, each with another fault")
    void brokenGatesAreMany() {
        long rules = brokenGates().map(BrokenGate::rule).distinct().count();
        assertTrue(rules > 50, rules + " rules have a broken gate");
        assertEquals(
                brokenGates().count(),
                brokenGates().map(BrokenGate::toString).distinct().count());
    }

    @Test
    @DisplayName("finds no fault in a right gate, and certifies it")
    void certifiesRightGate() throws IOException {
        KitRun run = KitRun.of(StepwiseProvider.of(ReferenceWorker::new), "", certificates, Map.of());
        assertEquals(
                List.of(),
                run.rules(Status.FAILED),
                () -> run.message(run.rules(Status.FAILED).getFirst()));
        // no service declares the gates of these tests
        assertEquals(List.of("isFoundByServiceLoader"), run.rules(Status.ABORTED));
        String certificate = Files.readString(certificates.resolve("stepwise-one.md"));
        assertTrue(certificate.startsWith("# Certified bit-exact on stepwise:one"), certificate);
    }

    @Test
    @DisplayName("certifies nothing that saw fewer inputs than usual")
    void certificatesAskForInputs() throws IOException {
        KitRun run = KitRun.of(StepwiseProvider.of(ReferenceWorker::new), "", certificates, FEW_AND_SHORT);
        assertEquals(List.of(), run.rules(Status.FAILED));
        String certificate = Files.readString(certificates.resolve("stepwise-one.md"));
        assertTrue(certificate.startsWith("# Not certified: fewer random cases or shapes"), certificate);
    }

    @Test
    @DisplayName("finds a gate of other roundings conformant, and not bit-exact")
    void gradesDiffer() throws IOException {
        StepwiseProvider rounding = StepwiseProvider.of(request -> new StepwiseWorker(request, new OtherRoundings()))
                .claiming(Grade.CONFORMANT);
        KitRun asClaimed = KitRun.of(rounding, "", certificates, FEW_AND_SHORT);
        // gates in steps make arrays in every call, which is all that may be wrong with this one
        assertEquals(List.of("callsAllocateNothing"), asClaimed.rules(Status.FAILED));
        assertTrue(asClaimed.rules(Status.ABORTED).contains("totalIsSummedInColumnOrder"));

        KitRun asMore = KitRun.of(rounding, "sigmoid", certificates, Map.of("moegate.conformance.grade", "bit-exact"));
        assertEquals(List.of("sigmoid"), asMore.rules(Status.FAILED));
        String certificate = Files.readString(certificates.resolve("stepwise-one.md"));
        assertTrue(certificate.startsWith("# Not bit-exact on stepwise:one"), certificate);
    }

    @Test
    @DisplayName("cuts a random failure down to a few experts and says which seed brings it back")
    void randomFailuresAreCutDown() {
        BrokenGate ties = brokenGates()
                .filter(gate -> gate.rule().equals("lowerExpertFirst"))
                .findFirst()
                .orElseThrow();
        String message =
                KitRun.of(ties.provider(), "randomCases", certificates, FEW).message("randomCases");
        assertTrue(message.contains("cut down: 1 token, topk 1 of 2 experts"), message);
        assertTrue(message.contains("experts 0 and 1 tie: the lower index comes first"), message);
        assertTrue(
                message.strip()
                        .matches("(?s).*mvn test -Dtest=Kit#randomCases -Dmoegate.conformance.backend=stepwise:one"
                                + " -Dmoegate.conformance.seed=\\d+ -Dmoegate.conformance.cases=1"),
                message);
    }

    @Test
    @DisplayName("skips what a device refuses, with its reason, and certifies no device that refuses everything")
    void refusalsAreSkipped() throws IOException {
        StepwiseProvider refusing = StepwiseProvider.ofGates(StepwiseGate::new).refusing("out of experts today");
        KitRun run = KitRun.of(refusing, "", certificates, Map.of());
        assertEquals(List.of(), run.rules(Status.FAILED));
        assertEquals("out of experts today", run.message("sumOfTheTwoBest"));
        String certificate = Files.readString(certificates.resolve("stepwise-one.md"));
        assertTrue(certificate.startsWith("# Not certified: every request was refused,"), certificate);
        assertTrue(certificate.contains("out of experts today"), certificate);
    }

    static Stream<BrokenGate> brokenGates() {
        return Stream.of(
                        BrokenSteps.all(),
                        BrokenOrders.all(),
                        BrokenCalls.all(),
                        BrokenDispatch.all(),
                        KeptMemory.all(),
                        LargeAndLong.all(),
                        ChangedCallers.all(),
                        Leaks.all())
                .flatMap(gates -> gates);
    }

    static Stream<BrokenGate> wrongGates() {
        List<String> ofRoundings =
                List.of("sigmoid", "totalIsSummedInColumnOrder", "rowsDoNotDependOnTheirBatch", "closeAtTheLastPlace");
        // which look at no result, and take their time
        List<String> ofLeaks = List.of("callsLeaveNothingBehind", "plansLeaveNothingBehind");
        return brokenGates().filter(gate -> !ofRoundings.contains(gate.rule()) && !ofLeaks.contains(gate.rule()));
    }
}
