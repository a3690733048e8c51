package org.moegate.conformance;

import java.util.List;
import org.moegate.spi.BackendProvider;

/**
 * Holds a backend to every rule of the contract, on every device it names. Extend it in test scope and say which backend;
 * where that backend cannot run, its tests are skipped with its reason. A certificate of each device is written in the end.
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
 * <p>System properties, or lines of {@code junit-platform.properties}, change what is run:
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>name</th><th>meaning</th><th>unless told</th></tr>
 * <tr><td>{@code moegate.conformance.grade}</td><td>judge by this grade, {@code conformant} or {@code bit-exact}</td>
 *     <td>what the device claims</td></tr>
 * <tr><td>{@code moegate.conformance.seed}</td><td>seed of the first random case</td><td>0</td></tr>
 * <tr><td>{@code moegate.conformance.cases}</td><td>how many random cases</td><td>10,000</td></tr>
 * <tr><td>{@code moegate.conformance.shapes}</td><td>how many shapes of the sweep, of 282,957</td><td>5,000</td></tr>
 * <tr><td>{@code moegate.conformance.warmUpSeconds}</td><td>how long a JIT may take until calls allocate nothing</td>
 *     <td>20</td></tr>
 * <tr><td>{@code moegate.conformance.longRunSeconds}</td><td>how long a run of very many calls may take before it is cut short,
 *     which the certificate then says</td><td>10</td></tr>
 * <tr><td>{@code moegate.conformance.golden}</td><td>a folder of more golden files</td><td>none</td></tr>
 * <tr><td>{@code moegate.conformance.backend}</td><td>{@code NAME} or {@code NAME:DEVICE}: test nothing else</td>
 *     <td>all</td></tr>
 * <tr><td>{@code moegate.conformance.certificates}</td><td>the folder for certificates</td>
 *     <td>{@code target/conformance}, {@code build/conformance} in a Gradle build</td></tr>
 * </table>
 */
public abstract class GateConformance extends AllRules {

    /** For subclasses. */
    protected GateConformance() {}

    /**
     * The backend under test.
     *
     * @return a provider
     */
    protected abstract BackendProvider provider();

    @Override
    final List<BackendProvider> providers() {
        return List.of(provider());
    }
}
