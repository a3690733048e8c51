package org.moegate.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.foreign.Arena;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.Grade;

/**
 * Holds a backend to the contract on every device it names. Extend it in test scope and say which backend; where that
 * backend cannot run, its tests are skipped with its reason.
 *
 * {@snippet :
 * class MyBackendConformanceTest extends GateConformance {
 *     @Override
 *     protected BackendProvider provider() {
 *         return new MyBackendProvider();
 *     }
 * }
 * }
 *
 * <p>The system property {@value #RANDOM_CASES} sets how many random cases are drawn, {@value #FIRST_SEED} the seed of the
 * first; a failure names its seed.
 */
public abstract class GateConformance {

    /** The system property that sets how many random cases run; 10,000 unless told. */
    public static final String RANDOM_CASES = "moegate.conformance.randomCases";

    /** The system property that sets the seed of the first random case; 0 unless told. */
    public static final String FIRST_SEED = "moegate.conformance.firstSeed";

    private static final int SEEDS_IN_A_TEST = 500;

    /** For subclasses. */
    protected GateConformance() {}

    /**
     * The backend under test.
     *
     * @return a provider
     */
    protected abstract BackendProvider provider();

    /**
     * The backend returns what the golden files hold.
     *
     * @return a test for each device and file
     */
    @TestFactory
    @DisplayName("golden cases")
    protected Stream<DynamicNode> goldenCases() {
        return onEachDevice(device -> GoldenCases.names().stream()
                .map(name -> dynamicTest(name, () -> GoldenCases.with(name, golden -> golden(device, golden)))));
    }

    /**
     * The backend returns the reference's bits on random specs and inputs. Skipped for a device that claims less than
     * {@link Grade#BIT_EXACT}: random rows hang on gaps of any size, which only that grade resolves.
     *
     * @return a test for each device and range of seeds
     */
    @TestFactory
    @DisplayName("random cases against the reference")
    protected Stream<DynamicNode> randomCases() {
        long first = Long.getLong(FIRST_SEED, 0);
        long end = first + Long.getLong(RANDOM_CASES, 10_000);
        assertTrue(end > first, RANDOM_CASES + " = " + (end - first) + ": must be at least 1");
        return onEachDevice(device -> LongStream.iterate(first, seed -> seed < end, seed -> seed + SEEDS_IN_A_TEST)
                .mapToObj(from -> {
                    long to = Math.min(end, from + SEEDS_IN_A_TEST);
                    return dynamicTest("seeds " + from + " to " + (to - 1), () -> {
                        assumeTrue(device.grade() == Grade.BIT_EXACT, device.id() + " claims " + device.grade());
                        for (long seed = from; seed < to; seed++) {
                            random(device, seed);
                        }
                    });
                }));
    }

    private Stream<DynamicNode> onEachDevice(Function<GateDevice, Stream<? extends DynamicNode>> tests) {
        Capability availability = provider().availability();
        assumeTrue(availability.possible(), availability.reason());
        return provider().devices().stream().map(device -> dynamicContainer(device.id(), tests.apply(device)));
    }

    private void golden(GateDevice device, GoldenCase golden) {
        try (GatePlan plan = plan(device, golden.input())) {
            Routing actual = golden.input().run(plan);
            Judge.requireConformant(golden.input(), golden.expected(), actual);
            if (device.grade() == Grade.BIT_EXACT) {
                Judge.requireSameBits(golden.input(), Judge.reference(golden.input()), actual);
            }
        }
    }

    private void random(GateDevice device, long seed) {
        try (Arena arena = Arena.ofConfined()) {
            RoutingCase drawn = RandomCases.draw(seed, arena);
            try (GatePlan plan = plan(device, drawn)) {
                Judge.requireSameBits(drawn, Judge.reference(drawn), drawn.run(plan));
            }
        }
    }

    private GatePlan plan(GateDevice device, RoutingCase routing) {
        BackendProvider provider = provider();
        return Backends.builder()
                .provider(provider)
                .force(provider.name() + ":" + device.id())
                .build()
                .plan(routing.request());
    }
}
