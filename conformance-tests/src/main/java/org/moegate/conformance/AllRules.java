package org.moegate.conformance;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.moegate.conformance.rules.ArgumentRules;
import org.moegate.conformance.rules.CallRules;
import org.moegate.conformance.rules.CallerThreadRules;
import org.moegate.conformance.rules.ChangedMemoryRules;
import org.moegate.conformance.rules.DispatchRules;
import org.moegate.conformance.rules.GoldenRules;
import org.moegate.conformance.rules.GroupRules;
import org.moegate.conformance.rules.GrowthRules;
import org.moegate.conformance.rules.InputRules;
import org.moegate.conformance.rules.LargeBatchRules;
import org.moegate.conformance.rules.LongRunRules;
import org.moegate.conformance.rules.MaskRules;
import org.moegate.conformance.rules.MemoryRules;
import org.moegate.conformance.rules.OrderRules;
import org.moegate.conformance.rules.ProviderRules;
import org.moegate.conformance.rules.RandomRules;
import org.moegate.conformance.rules.ScoringRules;
import org.moegate.conformance.rules.ShapeRules;
import org.moegate.conformance.rules.ThreadRules;
import org.moegate.conformance.rules.TieRules;
import org.moegate.conformance.rules.WeightRules;
import org.moegate.spi.BackendProvider;

/**
 * Every rule, for the backends that a subclass names. Random gates come last: a backend may compile kernels for the first gates of
 * a process alone, and those are then the gates that rules were made for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayNameGeneration(RuleNames.class)
@ExtendWith({KernelsForRules.class, EachDevice.class})
abstract class AllRules
        implements ProviderRules,
                GoldenRules,
                ScoringRules,
                InputRules,
                GroupRules,
                TieRules,
                OrderRules,
                MaskRules,
                WeightRules,
                ShapeRules,
                MemoryRules,
                ChangedMemoryRules,
                CallRules,
                LargeBatchRules,
                LongRunRules,
                GrowthRules,
                ThreadRules,
                CallerThreadRules,
                ArgumentRules,
                RandomRules,
                DispatchRules {

    /** The backends under test. */
    abstract List<BackendProvider> providers();
}
