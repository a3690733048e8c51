package org.moegate.cpu.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moegate.Backends;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.cpu.CpuBackendProvider;
import org.moegate.spi.GateDevice;

@DisplayName("In a JVM where vectors would fail or crawl, scalar code is offered alone and says why:")
class UnfitForVectorsTest {

    private static final String INTERPRETS = "vectors are off: this JVM compiles nothing; leave out -Xint";
    private static final String WITHOUT_C2 = "vectors are off: this JVM does without its optimising compiler, C2;"
            + " leave out -XX:TieredStopAtLevel=1 and -XX:CompilationMode=quick-only";
    private static final String NARROW = "vectors are off: this JVM's are 64 bits wide at most, the code needs 128;"
            + " leave out -XX:MaxVectorSize and flags that take instructions away";

    static Stream<Arguments> flags() {
        return Stream.of(
                Arguments.of("-Xint", INTERPRETS),
                Arguments.of("-XX:TieredStopAtLevel=1", WITHOUT_C2),
                Arguments.of("-XX:CompilationMode=quick-only", WITHOUT_C2),
                Arguments.of("-XX:MaxVectorSize=8", NARROW));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flags")
    @DisplayName("with")
    void saysWhy(String flag, String reason) throws IOException, InterruptedException {
        ChildJvm.Ended ended = ChildJvm.run(List.of("--add-modules", "jdk.incubator.vector", flag), Program.class);
        assertEquals(
                List.of("scalar: " + reason, "scalar chose 2"),
                ended.output()
                        .lines()
                        .filter(line -> line.startsWith("scalar") || line.startsWith("vector"))
                        .toList(),
                ended.output());
        assertEquals(0, ended.exitCode());
    }

    /** Lists the devices and routes a token of bfloat16, which needs the narrowest vectors of all. */
    static final class Program {

        private static final short ONE = 0x3F80;

        private Program() {}

        public static void main(String[] args) {
            Backends backends =
                    Backends.builder().provider(new CpuBackendProvider()).build();
            for (GateDevice device : backends.statuses().getFirst().devices()) {
                System.out.println(device.id() + ": " + device.caveat());
            }
            PlanRequest request = PlanRequest.of(GateSpec.builder(4, 1).build())
                    .withLogits(DType.BF16)
                    .withBias(null);
            int[] ids = new int[1];
            try (GatePlan plan = backends.plan(request)) {
                plan.route(
                        1,
                        MemorySegment.ofArray(new short[] {0, 0, ONE, 0}),
                        null,
                        MemorySegment.ofArray(ids),
                        MemorySegment.ofArray(new float[1]));
                System.out.println(plan.device().id() + " chose " + ids[0]);
            }
        }
    }
}
