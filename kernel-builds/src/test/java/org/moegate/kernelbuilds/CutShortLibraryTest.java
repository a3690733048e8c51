package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a library that is cut short")
@EnabledOnOs(value = OS.LINUX, disabledReason = "other systems' linkers look by themselves")
class CutShortLibraryTest {

    private static final String NAME = "libThatNobodyHas.so.1";

    @TempDir
    Path folder = Path.of("");

    private byte[] whole = {};

    @BeforeEach
    void read() throws IOException {
        whole = Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjsig.so"));
    }

    private Path cutTo(int bytes) throws IOException {
        return Files.write(folder.resolve(NAME), Arrays.copyOf(whole, bytes));
    }

    /** Up to the last byte that is mapped into memory. */
    private int needed() throws IOException {
        return (int) ElfFile.read(cutTo(whole.length)).orElseThrow().needed();
    }

    @Test
    @DisplayName("is told by its path, wherever it ends")
    void byPath() throws IOException {
        int needed = needed();
        assertTrue(needed > whole.length / 2 && needed < whole.length, "needs " + needed);
        for (int bytes : new int[] {64, 100, 1000, needed / 2, needed - 1}) {
            Path library = cutTo(bytes);
            String reason = CutShortLibrary.reason(library.toString()).orElseThrow();
            assertTrue(reason.startsWith(library + " is cut short: it has " + bytes + " bytes of "), reason);
        }
        String nearly = CutShortLibrary.reason(cutTo(needed - 1).toString()).orElseThrow();
        assertTrue(nearly.endsWith(" bytes of " + needed + "; install it anew"), nearly);
    }

    @Test
    @DisplayName("is told by its name, in the first folder of the linker's that has it")
    void byName() throws IOException {
        cutTo(1000);
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.write(other.resolve(NAME), whole);
        assertTrue(
                CutShortLibrary.reason(NAME, "/nowhere:" + folder + ":" + other).isPresent());
        assertEquals(Optional.empty(), CutShortLibrary.reason(NAME, other + ":" + folder));
    }

    @Test
    @DisplayName("is passed over where it is for another processor, as the linker does")
    void otherProcessor() throws IOException {
        Path library = cutTo(1000);
        byte[] foreign = Files.readAllBytes(library);
        foreign[18] ^= 0x55;
        Files.write(library, foreign);
        assertEquals(Optional.empty(), CutShortLibrary.reason(library.toString()));
    }

    @Test
    @DisplayName("is none that is whole, has nothing to say, or is not there")
    void none() throws IOException {
        assertEquals(
                Optional.empty(), CutShortLibrary.reason(cutTo(whole.length).toString()));
        assertEquals(Optional.empty(), CutShortLibrary.reason(cutTo(needed()).toString()));
        assertEquals(Optional.empty(), CutShortLibrary.reason(cutTo(0).toString()));
        assertEquals(Optional.empty(), CutShortLibrary.reason(cutTo(63).toString()));
        assertEquals(Optional.empty(), CutShortLibrary.reason(folder.toString()));
        assertEquals(Optional.empty(), CutShortLibrary.reason("libThatNobodyHas.so.2"));
        assertEquals(Optional.empty(), CutShortLibrary.reason("libc.so.6"));
    }
}
