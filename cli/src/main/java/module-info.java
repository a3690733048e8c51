/** The command line: routes logits from files, and shows the backends and models at hand. */
@org.jspecify.annotations.NullMarked
module org.moegate.cli {
    requires ascii.table;
    requires info.picocli;
    requires java.logging;
    requires org.moegate.api;
    requires org.moegate.tensors;

    opens org.moegate.cli to
            info.picocli;
}
