package org.moegate.conformance.rules;

import java.util.ArrayList;
import java.util.List;
import org.moegate.GateSpec;

/** Every number of experts with every number of groups that divides it, and a topk that changes from one to the next. */
final class Sweep {

    private static final int MOST_EXPERTS = 1024;
    private static final int MOST_GROUPS = 64;
    private static final int MOST_TOPK = 64;

    private Sweep() {}

    static List<GateSpec> shapes() {
        List<GateSpec> shapes = new ArrayList<>();
        for (int experts = 1; experts <= MOST_EXPERTS; experts++) {
            for (int groups = 1; groups <= Math.min(experts, MOST_GROUPS); groups++) {
                if (experts % groups == 0) {
                    shapes.add(shape(experts, groups, shapes.size()));
                }
            }
        }
        return shapes;
    }

    private static GateSpec shape(int experts, int groups, int number) {
        // steps without a common divisor with the ranges, so that neighbours differ in all
        int open = 1 + number * 7 % groups;
        int most = Math.min(MOST_TOPK, open * (experts / groups));
        return GateSpec.builder(experts, 1 + number * 29 % most)
                .numExpertGroup(groups)
                .topkGroup(open)
                .build();
    }
}
