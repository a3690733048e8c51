package org.moegate.opencl;

import java.util.List;

/** The kernels there are, each made of some files: OpenCL's own, and between them those that backends share. */
enum KernelFamily {
    /** Any gate on any device, the gate a run-time argument. */
    TILED("", "route"),
    /** Built for one gate, for CPUs: a work-item a row, in vectors of sixteen. */
    VECTORS("16", "route"),
    /** Built for one gate, for GPUs: up to 32 work-items a row, or in small batches on some devices more. */
    ROWS("", "route_rows");

    private final String realWidth;
    private final String kernel;

    KernelFamily(String realWidth, String kernel) {
        this.realWidth = realWidth;
        this.kernel = kernel;
    }

    boolean isSpecialised() {
        return this != TILED;
    }

    /** How many floats the numerics take at once, as OpenCL C writes it behind a type's name. */
    String realWidth() {
        return realWidth;
    }

    /** The name of the kernel that routes batches of any size. */
    String kernel() {
        return kernel;
    }

    List<String> files() {
        return switch (this) {
            case TILED -> List.of("language.cl", "hardware.cl", "numerics.h", "gate.h", "tiled.cl");
            case VECTORS -> List.of("language.cl", "hardware.cl", "numerics.h", "gate.h", "vectors.cl");
            case ROWS -> List.of("language.cl", "hardware.cl", "team.cl", "numerics.h", "gate.h", "rows.h", "rows.cl");
        };
    }
}
