/** The contract as tests that any backend can run: extend {@link org.moegate.conformance.GateConformance}. */
@org.jspecify.annotations.NullMarked
module org.moegate.conformance {
    requires transitive org.moegate.api;
    requires org.moegate.tensors;
    requires transitive org.junit.jupiter.api;
    requires java.management;
    requires jdk.management;
    requires org.opentest4j;

    exports org.moegate.conformance;

    opens org.moegate.conformance to
            org.junit.platform.commons;
    opens org.moegate.conformance.rules to
            org.junit.platform.commons;

    uses org.moegate.spi.BackendProvider;
}
