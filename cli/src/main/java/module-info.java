/** The command line: routes logits from files, holds backends to the contract, and shows backends and models at hand. */
@org.jspecify.annotations.NullMarked
module org.moegate.cli {
    requires ascii.table;
    requires info.picocli;
    requires java.logging;
    requires me.tongfei.progressbar;
    requires org.junit.platform.launcher;
    requires org.junit.platform.reporting;
    requires org.moegate.api;
    requires org.moegate.conformance;
    requires org.moegate.guice;
    requires org.moegate.tensors;

    opens org.moegate.cli to
            info.picocli;
}
