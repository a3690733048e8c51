package org.moegate.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Looks up what a Maven command names, without running it. */
final class MavenCommand {

    private static final Set<String> PHASES =
            Set.of("clean", "compile", "test", "package", "verify", "install", "deploy");

    private MavenCommand() {}

    /** Fails where a module, a profile, a phase or a plugin is not one of the project's. */
    static void requireKnown(Reactor reactor, List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-pl")) {
                i++;
                requireAll(reactor.modules(), arguments.get(i), "module");
            } else if (argument.startsWith("-P")) {
                requireAll(reactor.profiles(), argument.substring(2), "profile");
            } else if (argument.contains(":") && !isOption(argument)) {
                requirePlugin(argument.substring(0, argument.indexOf(':')));
            } else if (!isOption(argument)) {
                requireAll(PHASES, argument, "phase");
            }
        }
    }

    /** Flags, properties, and variables that hold such: nothing that the project names. */
    private static boolean isOption(String argument) {
        return argument.startsWith("-") || argument.startsWith("$");
    }

    private static void requireAll(Set<String> known, String names, String kind) {
        for (String name : names.split(",", -1)) {
            assertTrue(known.contains(name), kind + " " + name + " is none of " + known);
        }
    }

    private static void requirePlugin(String prefix) {
        String pom = Page.text(Path.of("pom.xml"));
        assertTrue(
                pom.contains("<artifactId>" + prefix + "-maven-plugin</artifactId>")
                        || pom.contains("<artifactId>maven-" + prefix + "-plugin</artifactId>"),
                "the project has no plugin " + prefix);
    }
}
