/**
 * What a backend implements. {@link org.moegate.spi.BackendProvider} is found through {@link java.util.ServiceLoader},
 * compiles a {@link org.moegate.spi.GateKernel} for one request, and the plan runs it through
 * {@link org.moegate.spi.GateWorker}s.
 *
 * <p>Arguments that reach a worker have been checked: a backend computes, it does not validate.
 */
@NullMarked
package org.moegate.spi;

import org.jspecify.annotations.NullMarked;
