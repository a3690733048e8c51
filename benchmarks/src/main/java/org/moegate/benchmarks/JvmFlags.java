package org.moegate.benchmarks;

import java.util.List;

/** What every measured JVM is started with. */
public final class JvmFlags {

    /** As the README tells engines to start java. */
    static final String VECTORS = "--add-modules=jdk.incubator.vector";

    /** Vector code from the first call on: benchmarks warm up on their own, and know when. */
    static final String NO_WARM_UP = "-Dmoegate.cpu.warmUp=false";

    /** For PyTorch's JNI libraries. */
    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    /** JMH and JavaCPP still call what the JVM warns of. */
    static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    /** All of them, in the order given. */
    public static final List<String> ALL = List.of(VECTORS, NO_WARM_UP, NATIVE, UNSAFE);

    private JvmFlags() {}
}
