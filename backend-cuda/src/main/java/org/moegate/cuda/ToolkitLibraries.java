package org.moegate.cuda;

import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.cuda.presets.nvrtc;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.moegate.kernelbuilds.CutShortLibrary;

/** CUDA's own libraries, where JavaCPP and the linker look for them. */
final class ToolkitLibraries {

    private ToolkitLibraries() {}

    /** What is wrong with one that would end the process, if there is one. */
    static Optional<String> cutShort() {
        // with those of the runtime, on which it depends
        ClassProperties presets = Loader.loadProperties(nvrtc.class, Loader.loadProperties(), true);
        return Stream.of("platform.preload", "platform.link")
                .flatMap(property -> presets.get(property).stream())
                .flatMap(library -> Stream.concat(inFolders(presets, library), Stream.of(fileName(library))))
                .flatMap(file -> CutShortLibrary.reason(file).stream())
                .findFirst()
                .map(reason -> "CUDA's library " + reason);
    }

    /** In the folders that JavaCPP looks in; those in jars it unpacks itself, and looks at their length. */
    private static Stream<String> inFolders(ClassProperties presets, String library) {
        return Stream.of(Loader.findLibrary(nvrtc.class, presets, library))
                .filter(url -> url.getProtocol().equals("file"))
                .map(URL::getPath)
                .map(path -> Path.of(path).toString());
    }

    /** As the linker knows it, of {@code nvrtc@.13}. */
    private static String fileName(String library) {
        return "lib" + library.replaceFirst("#.*", "").replaceFirst("@|$", ".so");
    }
}
