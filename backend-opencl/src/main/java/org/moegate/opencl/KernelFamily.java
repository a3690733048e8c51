package org.moegate.opencl;

import java.util.List;

/** The kernels there are, each made of some files. */
enum KernelFamily {
    /** Any gate on any device, the gate a run-time argument. */
    TILED(""),
    /** Built for one gate, for CPUs: a work-item a row, in vectors of sixteen. */
    VECTORS("16"),
    /** Built for one gate, for GPUs: a team of 32 work-items a row. */
    LANES("");

    private final String realWidth;

    KernelFamily(String realWidth) {
        this.realWidth = realWidth;
    }

    boolean isSpecialised() {
        return this != TILED;
    }

    /** How many floats the numerics take at once, as OpenCL C writes it behind a type's name. */
    String realWidth() {
        return realWidth;
    }

    List<String> files() {
        return switch (this) {
            case TILED -> List.of("numerics.cl", "gate.cl", "tiled.cl");
            case VECTORS -> List.of("numerics.cl", "gate.cl", "vectors.cl");
            case LANES -> List.of("numerics.cl", "gate.cl", "team.cl", "lanes.cl");
        };
    }
}
