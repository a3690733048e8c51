package org.moegate.cuda;

import java.util.List;

/** The kernels there are, each made of some files: CUDA's own, and between them those that backends share. */
enum KernelFamily {
    /** Any gate, which is a run-time argument. */
    TILED("tiled.cu"),
    /** Built for one gate. */
    ROWS("rows.cu"),
    /** What follows any gate. */
    DISPATCH("dispatch.cu");

    private final String entryFile;

    KernelFamily(String entryFile) {
        this.entryFile = entryFile;
    }

    /** The file with the kernels themselves. */
    String entryFile() {
        return entryFile;
    }

    List<String> files() {
        return switch (this) {
            case TILED -> List.of("language.cu", "hardware.cu", "numerics.h", "gate.h", entryFile);
            case ROWS -> List.of("language.cu", "hardware.cu", "numerics.h", "gate.h", "rows.h", entryFile);
            case DISPATCH -> List.of("language.cu", "hardware.cu", "dispatch.h", entryFile);
        };
    }
}
