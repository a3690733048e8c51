/**
 * The contract in executable form: the one sequence of float32 operations that defines the gate's bits, as plain scalar
 * Java. It is the judge of every backend and the fallback where nothing faster can run.
 */
@NullMarked
package org.moegate.reference;

import org.jspecify.annotations.NullMarked;
