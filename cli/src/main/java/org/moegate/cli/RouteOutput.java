package org.moegate.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the results of a run are shown. */
interface RouteOutput {

    /**
     * Takes the next result.
     *
     * @param routing the result
     * @param written the file it was written to, or null for none
     */
    void add(Routing routing, @Nullable Path written);

    /** Called once, after the last result. */
    void finish();
}
