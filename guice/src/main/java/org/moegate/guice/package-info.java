/**
 * The gate for applications that Guice wires: {@link org.moegate.guice.MoeGateModule} binds the backends at hand and the choice
 * among them, {@link org.moegate.guice.GatePlanFactory} compiles plans there.
 */
@NullMarked
package org.moegate.guice;

import org.jspecify.annotations.NullMarked;
