package org.moegate.kernelmutation;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A copy of those folders of the project that the kernels' tests read: what is changed in it is changed for one trial. */
final class Sandbox {

    private static final String RESOURCES = "src/main/resources";

    private static final List<String> KERNELS = List.of(
            "kernel-builds/src/main/resources/org/moegate/kernelbuilds/kernels",
            "backend-cuda/src/main/resources/org/moegate/cuda/kernels",
            "backend-opencl/src/main/resources/org/moegate/opencl/kernels");

    private static final String EMULATOR = "backend-cuda/src/test/cpp";

    private final Path root;

    private Sandbox(Path root) {
        this.root = root;
    }

    /** A project's folder itself, or a sandbox that is there. */
    static Sandbox at(Path root) {
        return new Sandbox(root.toAbsolutePath().normalize());
    }

    /** A fresh copy. */
    static Sandbox copy(Path project, Path root) throws IOException {
        delete(root);
        for (String folder :
                Stream.concat(KERNELS.stream(), Stream.of(EMULATOR)).toList()) {
            Path to = Files.createDirectories(root.resolve(folder));
            try (Stream<Path> files = Files.list(project.resolve(folder))) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.createDirectories(root.resolve("backend-opencl"));
        return at(root);
    }

    /** A backend's kernel file, or one of those that backends share. */
    Path kernel(String backend, String file) {
        return KERNELS.stream()
                .filter(folder -> folder.startsWith(backend) || folder.startsWith("kernel-builds"))
                .map(folder -> root.resolve(folder, file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(root + " has no kernel file " + file));
    }

    /** Where a backend's tests run. */
    Path module(String backend) {
        return root.resolve(backend);
    }

    /** What comes before the project's own resources on a class path. */
    List<Path> resources(String backend) {
        return List.of(root.resolve(backend, RESOURCES), root.resolve("kernel-builds", RESOURCES));
    }

    /** Takes away what a trial has left. What compilers made of each text stays: most of it serves the next mutant too. */
    void clean() throws IOException {
        for (String module : List.of("backend-cuda", "backend-opencl")) {
            for (String left : List.of("programs", "conformance", "oclgrind.log")) {
                delete(root.resolve(module, "target", left));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
