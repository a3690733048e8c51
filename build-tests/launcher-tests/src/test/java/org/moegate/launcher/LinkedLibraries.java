package org.moegate.launcher;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Run as a process: prints those of the libraries named that the system's linker can load. */
final class LinkedLibraries {

    private LinkedLibraries() {}

    /** How to run it. */
    static List<String> command(String... libraries) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--class-path",
                classes(),
                LinkedLibraries.class.getName()));
        command.addAll(List.of(libraries));
        return command;
    }

    private static String classes() {
        try {
            return Path.of(LinkedLibraries.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Prints a line for each. */
    public static void main(String[] libraries) {
        Arrays.stream(libraries).filter(LinkedLibraries::isFound).forEach(System.out::println);
    }

    @SuppressWarnings("restricted") // what is tried here is done by each command
    private static boolean isFound(String library) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
            return true;
        } catch (IllegalArgumentException notFound) {
            return false;
        }
    }
}
