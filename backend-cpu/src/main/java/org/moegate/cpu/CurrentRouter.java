package org.moegate.cpu;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The block router that one thread at a time should use now: an interim one until the lasting one's code is warm. */
final class CurrentRouter {

    private final Supplier<BlockRouter> interims;
    private final Supplier<BlockRouter> lastings;
    private final BooleanSupplier warm;
    private @Nullable BlockRouter router;
    private boolean lasts;

    CurrentRouter(Supplier<BlockRouter> interims, Supplier<BlockRouter> lastings, BooleanSupplier warm) {
        this.interims = interims;
        this.lastings = lastings;
        this.warm = warm;
    }

    /** The one in hand, or a new one where there is none or a better one has come. */
    BlockRouter get() {
        BlockRouter now = router;
        if (!lasts && warm.getAsBoolean()) {
            now = lastings.get();
            lasts = true;
        } else if (now == null) {
            now = interims.get();
        }
        router = now;
        return now;
    }
}
