package org.moegate.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName(
        "An archive of classes that cannot be used or written leaves a command's output and exit code as they are:")
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has namespaces")
class ClassArchiveIT {

    /** What a JDK has to have. */
    private static final List<String> LINKED = List.of("bin", "lib");

    @TempDir
    private Path folder;

    private Checkout checkout;

    @BeforeEach
    void build() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        checkout = Checkout.built(folder.resolve("moegate"));
    }

    @Test
    @DisplayName("in another user's checkout")
    void anotherUsersCheckout() throws IOException, InterruptedException {
        assertSaysItsVersion(new Launch(checkout).on(Machines.anotherUser()));
    }

    @Test
    @DisplayName("in a checkout that is mounted read-only")
    void readOnlyCheckout() throws IOException, InterruptedException {
        assertSaysItsVersion(new Launch(checkout)
                .on(Machines.withMounts("mount --bind -o ro '%1$s' '%1$s'".formatted(checkout.folder()))));
    }

    @Test
    @DisplayName("on a full disk")
    void fullDisk() throws IOException, InterruptedException {
        // with room for the names of files and a page of their content
        Launch launch =
                new Launch(checkout).on(Machines.withMounts("""
                mkdir '%2$s'
                mount -t tmpfs -o size=4k none '%2$s'
                touch -r '%1$s/stamp' '%2$s/stamp'
                mkdir '%2$s/lib'
                mount --bind '%1$s/lib' '%2$s/lib'
                mount --rbind '%2$s' '%1$s'
                """.formatted(checkout.built(), folder.resolve("full"))));
        assertSaysItsVersion(launch);
    }

    @Test
    @DisplayName("after an update of the JDK, where the new one cannot be written")
    void updatedJdk() throws IOException, InterruptedException {
        checkout.use();
        for (Path archive : checkout.archives()) {
            makeAnotherBuilds(archive);
        }
        assertSaysItsVersion(new Launch(checkout).on(Machines.anotherUser()));
    }

    @Test
    @DisplayName("after an update of the JDK it is made anew")
    void madeAnew() throws IOException, InterruptedException {
        checkout.use();
        Path updated = updated();
        assertSaysItsVersion(new Launch(checkout).with("JAVA_HOME", updated.toString()));
        for (String name : LINKED) {
            // JUnit warns of links that lead out of the test's folder
            Files.delete(updated.resolve(name));
        }
        assertEquals(2, checkout.archives().size(), checkout.archives().toString());
    }

    private static void assertSaysItsVersion(Launch launch) throws IOException, InterruptedException {
        Launch.Result result = launch.run("--version");
        assertTrue(result.out().matches("moegate \\S+ on JDK \\S+, .*\n"), result.out());
        result.assertSays(result.out());
    }

    /** As if another build of the JDK had written it: the name of the build is part of its header. */
    private static void makeAnotherBuilds(Path archive) throws IOException {
        byte[] bytes = Files.readAllBytes(archive);
        byte[] name = System.getProperty("java.vm.version").getBytes(StandardCharsets.US_ASCII);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(name, StandardCharsets.ISO_8859_1));
        assertTrue(at > 0, "the archive does not say which build wrote it");
        bytes[at]++;
        Files.write(archive, bytes);
    }

    /** This JDK, in the place of one whose release was another. */
    private Path updated() throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        Path updated = Files.createDirectories(folder.resolve("jdk"));
        for (String name : LINKED) {
            Files.createSymbolicLink(updated.resolve(name), home.resolve(name));
        }
        Files.writeString(
                updated.resolve("release"), Files.readString(home.resolve("release")) + "SOURCE=\"another build\"\n");
        return updated;
    }
}
