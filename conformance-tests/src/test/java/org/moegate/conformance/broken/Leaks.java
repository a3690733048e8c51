package org.moegate.conformance.broken;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moegate.PlanRequest;
import org.moegate.spi.Capability;
import org.moegate.spi.Grade;

/** Gates that route rightly and leave something behind, each time they are called or compiled. */
final class Leaks {

    private Leaks() {}

    static Stream<BrokenGate> all() {
        return Stream.of(ofCalls(), ofPlans()).flatMap(List::stream);
    }

    private static List<BrokenGate> ofCalls() {
        return List.of(
                ofCalls(
                        "a few bytes of native memory lost a call",
                        "bytes of native memory that Java took",
                        () -> Arena.global().allocate(16)),
                ofCalls("memory of a library lost a call", "kilobytes of resident memory", () -> Malloc.allocate(4096)),
                ofCalls("a direct buffer kept a call", "bytes of direct buffers", () -> ByteBuffer.allocateDirect(8)),
                ofCalls("a thread started a call", "threads", Parked::new),
                ofCalls("a file left open a call", "open handles", Leaks::openFile));
    }

    private static List<BrokenGate> ofPlans() {
        Queue<float[]> compiled = new ConcurrentLinkedQueue<>();
        return List.of(
                ofPlans(
                        "native memory that a closed plan keeps",
                        "bytes of native memory that Java took",
                        () -> Arena.global().allocate(64)),
                ofPlans(
                        "a table of all that was ever compiled",
                        "bytes of the heap",
                        () -> compiled.add(new float[64])));
    }

    private static BrokenGate ofCalls(String fault, String seen, Supplier<Object> leak) {
        return new BrokenGate(
                fault, "callsLeaveNothingBehind", seen, StepwiseProvider.of(request -> new Leaking(request, leak)));
    }

    private static BrokenGate ofPlans(String fault, String seen, Runnable leak) {
        return new BrokenGate(
                fault,
                "plansLeaveNothingBehind",
                seen,
                new StepwiseProvider(
                        request -> {
                            leak.run();
                            return () -> new ReferenceWorker(request);
                        },
                        Grade.BIT_EXACT,
                        Capability.yes()));
    }

    private static FileChannel openFile() {
        try {
            return FileChannel.open(Path.of("pom.xml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds on to something of each call until its plan is closed, so that these tests themselves leave little behind. */
    private static final class Leaking extends ReferenceWorker {

        private final Supplier<Object> leak;
        private final List<Object> left = new ArrayList<>();

        Leaking(PlanRequest request, Supplier<Object> leak) {
            super(request);
            this.leak = leak;
        }

        @Override
        public void route(
                int numTokens,
                int numTokenNonPadded,
                MemorySegment logits,
                long logitsRowStride,
                @Nullable MemorySegment bias,
                MemorySegment topkIds,
                MemorySegment topkWeights) {
            left.add(leak.get());
            super.route(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
        }

        @Override
        public void close() {
            for (Object each : left) {
                if (each instanceof AutoCloseable closeable) {
                    close(closeable);
                }
            }
        }

        private static void close(AutoCloseable each) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Parked implements AutoCloseable {

        private final CountDownLatch end = new CountDownLatch(1);

        Parked() {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        @Override
        public void close() {
            end.countDown();
        }
    }

    /** The C library's, which no part of the JVM tracks. */
    private static final class Malloc {

        private static final MethodHandle HANDLE = handle();

        @SuppressWarnings("restricted") // as a driver's library would
        private static MethodHandle handle() {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("malloc"),
                    FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
        }

        static Object allocate(long bytes) {
            try {
                return HANDLE.invoke(bytes);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
