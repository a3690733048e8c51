package org.moegate.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class VersionLine implements IVersionProvider {

    VersionLine() {}

    @Override
    public String[] getVersion() {
        return new String[] {
            "moegate " + version() + " on JDK " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch")
        };
    }

    /** On the class path there is no module that has one. */
    private static String version() {
        return Optional.ofNullable(Main.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("(version unknown)");
    }
}
