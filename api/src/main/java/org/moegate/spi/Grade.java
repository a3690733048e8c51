package org.moegate.spi;

/** How close a device comes to the reference; a backend claims one and the conformance kit proves it. */
public enum Grade {
    /** The same ids wherever choices differ by more than 1e-5, and weights within 1e-5 relative or 1e-6 absolute. */
    CONFORMANT,
    /** The same bits as {@link org.moegate.reference.ReferenceGate}, ids and weights, for every input. */
    BIT_EXACT
}
