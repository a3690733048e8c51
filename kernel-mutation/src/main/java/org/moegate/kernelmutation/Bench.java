package org.moegate.kernelmutation;

import java.util.List;

/** What a mutant is tried on: the kernels that run there, and the tests that run them. */
enum Bench {
    /** CUDA's kernels, compiled for the CPU. */
    EMULATOR(
            "backend-cuda",
            "gate.h numerics.h rows.h dispatch.h language.cu rows.cu tiled.cu dispatch.cu",
            "org.moegate.cuda.emulator.RankingTest org.moegate.cuda.emulator.SortingBordersTest"
                    + " org.moegate.cuda.EmulatedConformanceTest"),

    /** An NVIDIA GPU through CUDA. */
    CUDA(
            "backend-cuda",
            "gate.h numerics.h rows.h dispatch.h language.cu hardware.cu rows.cu tiled.cu dispatch.cu",
            "org.moegate.cuda.CudaConformanceTest"),

    /** The first OpenCL device, a GPU. */
    OPENCL_GPU(
            "backend-opencl",
            "gate.h numerics.h rows.h dispatch.h language.cl hardware.cl team.cl rows.cl tiled.cl dispatch.cl",
            "org.moegate.opencl.OpenClDispatchTest org.moegate.opencl.OpenClConformanceTest"),

    /** The first OpenCL device, a CPU. */
    OPENCL_CPU(
            "backend-opencl",
            "gate.h numerics.h language.cl hardware.cl vectors.cl dispatch.cl",
            "org.moegate.opencl.VectorKernelTest org.moegate.opencl.OpenClDispatchTest"
                    + " org.moegate.opencl.OpenClConformanceTest"),

    /** The first OpenCL device, taken for one whose work-groups are small. */
    SMALL_WORK_GROUPS(
            "backend-opencl",
            "gate.h dispatch.h language.cl hardware.cl tiled.cl dispatch.cl",
            "org.moegate.opencl.SmallWorkGroupsConformanceTest"),

    /** Oclgrind, a simulator of a GPU. */
    SIMULATOR(
            "backend-opencl",
            "gate.h rows.h dispatch.h language.cl hardware.cl team.cl rows.cl tiled.cl dispatch.cl",
            "org.moegate.opencl.SimulatedGpuTest");

    private final String backend;
    private final String files;
    private final String tests;

    Bench(String backend, String files, String tests) {
        this.backend = backend;
        this.files = files;
        this.tests = tests;
    }

    /** The folder of the backend's module. */
    String backend() {
        return backend;
    }

    /** The kernel files that run here, in the order of a program. */
    List<String> files() {
        return List.of(files.split(" ", -1));
    }

    /** Names of test classes, in the order in which they are run. */
    List<String> tests() {
        return List.of(tests.split(" ", -1));
    }
}
