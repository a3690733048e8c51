package org.moegate.cpu.jvm;

import java.util.List;
import java.util.stream.Stream;

/**
 * Ways to start a JVM that change what becomes of the same byte code: collectors and heaps, layouts of objects, instructions that
 * may be used, which compiler runs when, and what it does.
 *
 * @param flags as on the command line
 * @param vectors whether vectors are offered then
 */
record JvmMode(String flags, boolean vectors) {

    /** Very different from one another, and none of them slow: for every build. */
    static final List<JvmMode> FEW = List.of(
            of("-XX:+UseSerialGC -Xmx16m"),
            of("-XX:+UseZGC -XX:+UseCompactObjectHeaders -XX:UseAVX=2"),
            of("-XX:+UnlockDiagnosticVMOptions -XX:+StressIGVN -XX:+StressGCM -XX:+StressLCM -XX:+StressCCP"
                    + " -XX:StressSeed=1"),
            of("-XX:-TieredCompilation -XX:MaxVectorSize=16"),
            scalarOnly("-Xint"));

    private static final List<JvmMode> OTHERS = List.of(
            of(""),
            of("-XX:+UseParallelGC"),
            of("-XX:+UseG1GC -Xmx24m -XX:G1HeapRegionSize=1m"),
            of("-XX:+UseShenandoahGC"),
            of("-XX:+UnlockExperimentalVMOptions -XX:+UseEpsilonGC -Xmx3g"),
            of("-XX:+UseSerialGC -Xmx32m -Xmn1m"),
            of("-XX:+UseCompactObjectHeaders"),
            of("-XX:-UseCompressedOops"),
            of("-XX:ObjectAlignmentInBytes=16"),
            of("-XX:UseAVX=0"),
            of("-XX:UseAVX=1"),
            of("-XX:UseAVX=2"),
            of("-XX:UseAVX=3"),
            of("-XX:UseAVX=0 -XX:UseSSE=2"),
            of("-XX:MaxVectorSize=16"),
            of("-XX:MaxVectorSize=32"),
            scalarOnly("-XX:MaxVectorSize=8"),
            of("-XX:-UseFMA"),
            of("-XX:-UseSuperWord"),
            scalarOnly("-XX:TieredStopAtLevel=1"),
            scalarOnly("-XX:CompilationMode=quick-only"),
            of("-XX:CompilationMode=high-only"),
            of("-XX:-TieredCompilation"),
            of("-Xbatch"),
            of("-Xcomp"),
            of("-XX:TieredStopAtLevel=3"),
            of("-XX:+UnlockExperimentalVMOptions -XX:-EnableVectorSupport"),
            of("-XX:+UnlockDiagnosticVMOptions -XX:+StressIGVN -XX:+StressGCM -XX:+StressLCM -XX:+StressCCP"
                    + " -XX:StressSeed=2"),
            of("-XX:+UnlockDiagnosticVMOptions -XX:+StressMacroExpansion -XX:+StressUnstableIfTraps"
                    + " -XX:+StressIncrementalInlining -XX:StressSeed=3"),
            of("-XX:+UseZGC -XX:+UnlockDiagnosticVMOptions -XX:+ZStressRelocateInPlace -Xmx64m"),
            of("-XX:-DoEscapeAnalysis"),
            of("-XX:-Inline"),
            of("-XX:-UseOnStackReplacement -XX:LoopUnrollLimit=0"),
            of("-XX:PerMethodTrapLimit=0 -XX:PerBytecodeTrapLimit=0"),
            of("-Xshare:off"),
            of("-XX:ActiveProcessorCount=1 -Xss512k"),
            of("-esa -ea -Xverify:all"));

    static Stream<JvmMode> all() {
        return Stream.concat(FEW.stream(), OTHERS.stream());
    }

    private static JvmMode of(String flags) {
        return new JvmMode(flags, true);
    }

    private static JvmMode scalarOnly(String flags) {
        return new JvmMode(flags, false);
    }

    @Override
    public String toString() {
        return flags.isEmpty() ? "no flags" : flags;
    }
}
