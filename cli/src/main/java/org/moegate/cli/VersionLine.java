package org.moegate.cli;

import java.lang.module.ModuleDescriptor;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class VersionLine implements IVersionProvider {

    VersionLine() {}

    @Override
    public String[] getVersion() {
        ModuleDescriptor module = Main.class.getModule().getDescriptor();
        return new String[] {
            "moegate " + module.rawVersion().orElse("(version unknown)") + " on JDK " + Runtime.version() + ", "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
