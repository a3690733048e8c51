package org.moegate.cuda.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A library of the emulator and some kernels, which stays loaded for as long as the JVM lives. */
final class EmulatorLibrary {

    private static final FunctionDescriptor EMULATE = FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);

    private final SymbolLookup symbols;
    private final MethodHandle emulate;
    private final Map<String, EmulatedKernel> kernels = new ConcurrentHashMap<>();

    @SuppressWarnings("restricted") // the module is given native access
    private EmulatorLibrary(List<Path> folders, List<String> kernelFiles) {
        try {
            CppCompiler compiler = CppCompiler.find().orElseThrow();
            symbols = SymbolLookup.libraryLookup(LibraryBuild.of(compiler, folders, kernelFiles), Arena.global());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        emulate = Linker.nativeLinker().downcallHandle(symbols.findOrThrow("emulate"), EMULATE);
    }

    /** With the backend's kernels. */
    static EmulatorLibrary ofBackend() {
        return OfBackend.LIBRARY;
    }

    /** With the kernels that are built for one gate, of which a folder has some files that are not the backend's. */
    static EmulatorLibrary ofRows(Path folder) {
        return new EmulatorLibrary(
                Stream.concat(Stream.of(folder), LibraryBuild.KERNELS.stream()).toList(), List.of("rows.cpp"));
    }

    /** With kernels that test the emulator. */
    static EmulatorLibrary ofSamples() {
        return OfSamples.LIBRARY;
    }

    EmulatedKernel kernel(String name) {
        return kernels.computeIfAbsent(
                name,
                key -> new EmulatedKernel(Arena.global().allocateFrom(key), symbols.findOrThrow("emulated_" + key)));
    }

    /** Takes the addresses of a {@code Launch} and of room for a text; 0 where all went well. */
    MethodHandle emulate() {
        return emulate;
    }

    private static final class OfBackend {
        static final EmulatorLibrary LIBRARY =
                new EmulatorLibrary(LibraryBuild.KERNELS, List.of("rows.cpp", "tiled.cpp", "dispatch.cpp"));
    }

    private static final class OfSamples {
        static final EmulatorLibrary LIBRARY =
                new EmulatorLibrary(LibraryBuild.KERNELS, List.of("samples.cpp", "faulty_samples.cpp"));
    }
}
