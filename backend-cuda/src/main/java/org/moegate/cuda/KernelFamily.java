package org.moegate.cuda;

import java.util.List;

/** The kernels there are, each made of some files. */
enum KernelFamily {
    /** Any gate, which is a run-time argument. */
    TILED("tiled.cu"),
    /** Built for one gate. */
    ROWS("rows.cu");

    private final String entryFile;

    KernelFamily(String entryFile) {
        this.entryFile = entryFile;
    }

    /** The file with the kernels themselves. */
    String entryFile() {
        return entryFile;
    }

    List<String> files() {
        return List.of("hardware.cu", "numerics.cu", "gate.cu", entryFile);
    }
}
