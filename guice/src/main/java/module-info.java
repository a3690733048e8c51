/** The gate for applications that Guice wires: install {@link org.moegate.guice.MoeGateModule}. */
@org.jspecify.annotations.NullMarked
module org.moegate.guice {
    requires transitive com.google.guice;
    // Guice's own module cannot say that it needs these two
    requires com.google.common;
    requires transitive jakarta.inject;
    requires transitive org.moegate.api;

    exports org.moegate.guice;
}
