/**
 * How fast the gate is: through the public API, against the floor that loading, scoring and storing set, and against what an
 * engine has without it.
 */
@NullMarked
package org.moegate.benchmarks;

import org.jspecify.annotations.NullMarked;
