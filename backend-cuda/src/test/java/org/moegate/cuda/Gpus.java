package org.moegate.cuda;

/** GPUs as they describe themselves, for tests that need none. */
final class Gpus {

    /** With the least shared memory of all that are supported. */
    static final DeviceFacts TURING = new DeviceFacts(0, "Tesla T4", 75, 40, 15L << 30, 64 << 10, 13_000);

    static final DeviceFacts HOPPER = new DeviceFacts(0, "NVIDIA H100", 90, 132, 80L << 30, 227 << 10, 13_010);

    private Gpus() {}
}
