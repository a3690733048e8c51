/**
 * The contract as named tests, in the way of a technology compatibility kit: extend
 * {@link org.moegate.conformance.GateConformance}, or let the build run {@link org.moegate.conformance.InstalledBackendsTest}.
 */
@NullMarked
package org.moegate.conformance;

import org.jspecify.annotations.NullMarked;
