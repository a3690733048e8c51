/** What a run of {@code bench} found: as data, as files for people and programs, and beside an earlier run. */
@NullMarked
package org.moegate.benchmarks.report;

import org.jspecify.annotations.NullMarked;
