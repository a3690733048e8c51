package org.moegate.launcher;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Machines unlike this one, as Linux can pretend them: commands that run what follows them in namespaces of their own. A test
 * that needs one is skipped where there can be none.
 */
final class Machines {

    /** Nobody, on most machines. */
    private static final String ANOTHER_USER = "65534";

    /** Empty files in the place of every loader and driver that the linker knows. What is not there cannot be hidden. */
    private static final String HIDE_DRIVERS = """
            for library in $(PATH=$PATH:/sbin:/usr/sbin ldconfig -p |
                sed -n -e 's|.* => \\(/.*/libOpenCL\\.so.*\\)|\\1|p' -e 's|.* => \\(/.*/libcuda\\.so.*\\)|\\1|p'); do
                mount --bind /dev/null "$library"
            done
            """;

    private Machines() {}

    /** One on which neither an OpenCL loader nor CUDA's driver can be seen. */
    static List<String> withoutDrivers() throws IOException, InterruptedException {
        return withMounts(HIDE_DRIVERS);
    }

    /** One where a shell script has mounted what it likes. */
    static List<String> withMounts(String script) throws IOException, InterruptedException {
        List<String> unshare = unshare("--mount");
        String check = "mount -t tmpfs none /mnt";
        assumeTrue(
                works(command(unshare, check)),
                "no file system can be mounted in a namespace here: " + String.join(" ", unshare) + " sh -c '" + check
                        + "' fails");
        return command(unshare, script);
    }

    /**
     * A container, all of whose processes end with the command. What follows is its first process.
     *
     * @param script what runs before
     */
    static List<String> container(String script) throws IOException, InterruptedException {
        List<String> unshare = unshare("--mount", "--pid", "--fork", "--kill-child", "--mount-proc");
        assumeTrue(
                works(command(unshare, "true")),
                "no namespace of processes can be had here: " + String.join(" ", unshare) + " true fails");
        return command(unshare, script);
    }

    /** The same machine, for another user. */
    static List<String> anotherUser() throws IOException {
        assumeTrue(isRoot(), "only root can be another user");
        return List.of("setpriv", "--reuid=" + ANOTHER_USER, "--regid=" + ANOTHER_USER, "--clear-groups");
    }

    private static List<String> command(List<String> unshare, String script) {
        List<String> command = new ArrayList<>(unshare);
        command.addAll(List.of("sh", "-e", "-c", script + "\nexec \"$@\"", "sh"));
        return command;
    }

    /** Who is not root must be it in the namespace. */
    private static List<String> unshare(String... options) throws IOException {
        List<String> unshare = new ArrayList<>(List.of("unshare"));
        if (!isRoot()) {
            unshare.add("--map-root-user");
        }
        unshare.addAll(List.of(options));
        return unshare;
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static boolean works(List<String> machine) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(machine);
        command.add("true");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() == 0) {
            return true;
        }
        System.err.println("moegate: " + String.join(" ", command) + ": " + printed.strip());
        return false;
    }
}
