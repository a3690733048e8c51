package org.moegate.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the compiler of C++")
class CppCompilerTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("is the first on the path that can be executed, whatever its name")
    void firstOnThePath() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        String path = first + File.pathSeparator + second;
        assertEquals(Optional.empty(), CppCompiler.find(path));
        Files.createFile(first.resolve("g++"));
        assertEquals(Optional.empty(), CppCompiler.find(path));
        Path clang = Files.createFile(second.resolve("clang++"));
        assertTrue(clang.toFile().setExecutable(true));
        assertEquals(Optional.of(new CppCompiler(clang)), CppCompiler.find(path));
    }

    @Test
    @DisplayName("is a reason to skip tests where it is missing, or to fail where it is required")
    void missing() {
        assertTrue(CppCompiler.availability(Optional.of(new CppCompiler(folder)), true)
                .possible());
        assertFalse(CppCompiler.availability(Optional.empty(), false).possible());
        assertThrows(IllegalStateException.class, () -> CppCompiler.availability(Optional.empty(), true));
    }

    @Test
    @DisplayName("has its complaints told")
    void complaints() throws IOException {
        Path script = Files.writeString(folder.resolve("c++"), "#!/bin/sh\necho no such thing >&2\nexit 1\n");
        assertTrue(script.toFile().setExecutable(true));
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> new CppCompiler(script).version());
        assertEquals(script + " --version\nno such thing\n", failure.getMessage());
    }
}
