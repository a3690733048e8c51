package org.moegate;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where experts are: the physical experts, or replicas, of each logical one, as engines have them that balance the load by
 * replicating experts. A logical expert is what the gate chooses, a physical one a set of weights in some place.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ExpertMap {

    private final int mostReplicas;
    private final int[] physicalExperts;
    private final int[] replicas;

    private ExpertMap(int[][] physicalExpertsOfLogical) {
        this.mostReplicas = Arrays.stream(physicalExpertsOfLogical)
                .mapToInt(row -> row.length)
                .max()
                .orElseThrow();
        this.replicas = new int[physicalExpertsOfLogical.length];
        this.physicalExperts = new int[Math.multiplyExact(replicas.length, mostReplicas)];
        Arrays.fill(physicalExperts, -1);
        for (int logical = 0; logical < replicas.length; logical++) {
            int[] row = physicalExpertsOfLogical[logical];
            replicas[logical] = row.length;
            System.arraycopy(row, 0, physicalExperts, logical * mostReplicas, row.length);
        }
    }

    /**
     * A map from a list for each logical expert.
     *
     * @param physicalExpertsOfLogical for each logical expert its physical ones, at least one, each at least 0; fused shared
     *     experts, whose ids follow those of the routed ones, are logical experts too. Copied
     * @return the map
     * @throws IllegalArgumentException if there is no logical expert, one has no physical one, or an id is negative
     */
    public static ExpertMap of(int[]... physicalExpertsOfLogical) {
        Objects.requireNonNull(physicalExpertsOfLogical, "physicalExpertsOfLogical");
        if (physicalExpertsOfLogical.length == 0) {
            throw new IllegalArgumentException(
                    "physicalExpertsOfLogical = []: must have a row for each logical expert");
        }
        for (int logical = 0; logical < physicalExpertsOfLogical.length; logical++) {
            requireRow("physicalExpertsOfLogical[" + logical + "]", physicalExpertsOfLogical[logical]);
        }
        return new ExpertMap(physicalExpertsOfLogical);
    }

    private static void requireRow(String name, int @Nullable [] row) {
        if (row == null || row.length == 0) {
            throw new IllegalArgumentException(
                    name + " = " + Arrays.toString(row) + ": must name at least one physical expert");
        }
        for (int physical : row) {
            if (physical < 0) {
                throw new IllegalArgumentException(
                        name + " = " + Arrays.toString(row) + ": physical experts must not be negative");
            }
        }
    }

    /**
     * How many experts the gate knows.
     *
     * @return at least 1
     */
    public int numLogicalExperts() {
        return replicas.length;
    }

    /**
     * How many physical experts a logical one has.
     *
     * @param logicalExpert 0 to {@link #numLogicalExperts()} − 1
     * @return at least 1
     */
    public int replicas(int logicalExpert) {
        return replicas[logicalExpert];
    }

    /**
     * The largest number of replicas, which is the width of {@link #logicalToPhysical()}.
     *
     * @return at least 1
     */
    public int mostReplicas() {
        return mostReplicas;
    }

    /**
     * One of a logical expert's physical ones.
     *
     * @param logicalExpert 0 to {@link #numLogicalExperts()} − 1
     * @param replica 0 to {@link #replicas} − 1
     * @return its id
     */
    public int physicalExpert(int logicalExpert, int replica) {
        return physicalExperts[logicalExpert * mostReplicas + replica];
    }

    /**
     * The whole map, as engines keep it on devices.
     *
     * @return [{@link #numLogicalExperts()}, {@link #mostReplicas()}], rows filled up with −1; a copy
     */
    public int[] logicalToPhysical() {
        return physicalExperts.clone();
    }

    /**
     * The replicas of every logical expert.
     *
     * @return [{@link #numLogicalExperts()}]; a copy
     */
    public int[] logicalReplicaCounts() {
        return replicas.clone();
    }

    @Override
    public String toString() {
        return "ExpertMap[" + replicas.length + " logical experts, up to " + mostReplicas + " replicas]";
    }
}
