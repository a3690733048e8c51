/** The command {@code bench}: what is to be timed here, how it is timed, and the progress of it. */
@NullMarked
package org.moegate.benchmarks.bench;

import org.jspecify.annotations.NullMarked;
