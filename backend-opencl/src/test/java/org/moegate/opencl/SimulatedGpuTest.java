package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.PlanRequest;
import org.moegate.ScoringFunc;

/**
 * The kernels with barriers, on a simulator of a GPU, <a href="https://github.com/jrprice/Oclgrind">Oclgrind</a>, which also
 * finds data races and accesses outside of memory. It is slow, so these are few gates, one for each path through the kernels.
 */
@Tag("simulator")
@DisplayName("on a simulated GPU")
class SimulatedGpuTest {

    @BeforeAll
    static void requireSimulator() {
        assumeTrue(
                Drivers.found().availability().possible()
                        && Driver.device().facts().name().startsWith("Oclgrind"),
                "Oclgrind is not installed (Debian: oclgrind)");
    }

    /** Where the simulator's complaints go; the build names the file in its environment. */
    @AfterAll
    static void hasNoComplaints() throws IOException {
        Path log = Path.of(System.getenv().getOrDefault("OCLGRIND_LOG", ""));
        if (Files.exists(log)) {
            assertEquals("", Files.readString(log));
        }
    }

    static Stream<PlanRequest> requests() {
        return Stream.of(
                // no groups, expert counts that fill the lanes and that do not
                request(GateSpec.builder(64, 6)),
                request(GateSpec.builder(72, 8).scoringFunc(ScoringFunc.SQRTSOFTPLUS))
                        .withLogits(DType.F16),
                request(GateSpec.builder(40, 8).scoringFunc(ScoringFunc.SOFTMAX))
                        .withLogits(DType.BF16),
                // few candidates, of which some are equal
                request(GateSpec.builder(300, 1)),
                // groups in whole registers, with either score
                request(GateSpec.builder(256, 9)
                        .numExpertGroup(8)
                        .topkGroup(4)
                        .numFusedSharedExperts(1)
                        .routedScalingFactor(2.5)
                        .applyRoutedScalingFactorOnOutput(true)),
                request(GateSpec.builder(256, 6)
                        .numExpertGroup(4)
                        .topkGroup(2)
                        .groupScore(GroupScore.MAX)
                        .renormalize(false)),
                // groups across lanes: few and large, many and small, of one expert
                request(GateSpec.builder(90, 5).numExpertGroup(3).topkGroup(2)),
                request(GateSpec.builder(160, 6).numExpertGroup(40).topkGroup(7)),
                request(GateSpec.builder(50, 4).numExpertGroup(50).topkGroup(20)),
                // more columns than lanes
                request(GateSpec.builder(100, 40)),
                // more experts than registers hold, and more than local memory does
                request(GateSpec.builder(1100, 3).numExpertGroup(11).topkGroup(2)),
                request(GateSpec.builder(9000, 2)));
    }

    private static PlanRequest request(GateSpec.Builder spec) {
        return PlanRequest.of(spec.build());
    }

    @ParameterizedTest
    @MethodSource("requests")
    @DisplayName("the kernel that the table names gives the reference's bits")
    void kernelOfTheTable(PlanRequest request) {
        assertReferenceBits(request, UnaryOperator.identity());
    }

    @ParameterizedTest
    @MethodSource("requests")
    @DisplayName("work-groups of 13 give the reference's bits")
    void smallWorkGroups(PlanRequest request) {
        assertReferenceBits(request, Pretence::smallGpu);
    }

    @ParameterizedTest
    @ValueSource(ints = {70, 1100})
    @DisplayName("ids are sorted as the reference sorts them, by one work-group and by several")
    void dispatch(int numTokens) {
        int[] ids = new Random(3).ints(2L * numTokens, -1, 40).toArray();
        try (CallerMemory memory = CallerMemory.exact()) {
            new SortedIds(ids, 2, 40, 8).assertSorted(UnaryOperator.identity(), memory);
        }
    }

    private static void assertReferenceBits(PlanRequest request, UnaryOperator<DeviceFacts> view) {
        try (GatePlan plan = Driver.plan(request, view);
                CallerMemory memory = CallerMemory.exact()) {
            new RandomBatch(request, request.spec().numExperts() > 1000 ? 3 : 12, 5).assertSameBits(plan, memory);
        }
    }
}
