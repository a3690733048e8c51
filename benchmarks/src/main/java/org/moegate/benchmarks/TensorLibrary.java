package org.moegate.benchmarks;

import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.moegate.cuda.javacpp.JavaCppCache;

/** Whether PyTorch can be had here. Its native libraries are fetched for one platform only, named in this module's build. */
public final class TensorLibrary {

    private TensorLibrary() {}

    /**
     * Loads PyTorch.
     *
     * @return why it cannot be had, empty if it can
     */
    public static String whyMissing() {
        Optional<String> noFolder = JavaCppCache.whyNot();
        if (noFolder.isPresent()) {
            return noFolder.get();
        }
        try {
            Loader.load(torch.class);
            return "";
        } catch (UnsatisfiedLinkError | NoClassDefFoundError missing) {
            return "no native PyTorch for " + Loader.getPlatform() + ": " + missing.getMessage();
        }
    }
}
