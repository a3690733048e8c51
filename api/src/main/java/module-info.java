/**
 * The contract of the gate: what a caller asks for, how a backend answers, and the numerics every backend must repeat.
 *
 * <p>Engines start at {@link org.moegate.Backends}; authors of backends at {@link org.moegate.spi.BackendProvider}.
 */
@org.jspecify.annotations.NullMarked
module org.moegate.api {
    requires static jdk.jfr;
    requires static transitive org.jspecify;

    exports org.moegate;
    exports org.moegate.reference;
    exports org.moegate.spi;

    uses org.moegate.spi.BackendProvider;
}
