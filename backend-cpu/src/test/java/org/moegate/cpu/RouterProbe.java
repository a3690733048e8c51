package org.moegate.cpu;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;

/** The reference, which notes the threads that run it and does something before each of their steps. */
final class RouterProbe {

    final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    volatile Runnable beforeStep = () -> {};

    RowRouter router(GateSpec spec) {
        RowRouter reference = new ScalarRowRouter(spec);
        return new RowRouter() {
            @Override
            public int mostRows() {
                return 1;
            }

            @Override
            public int readAhead() {
                return reference.readAhead();
            }

            @Override
            public int slack() {
                return reference.slack();
            }

            @Override
            public void widenBFloat16(short[] from, float[] to, int first, int count) {
                reference.widenBFloat16(from, to, first, count);
            }

            @Override
            public void route(
                    int rows, LogitsRows logits, float @Nullable [] bias, int[] topkIds, float[] topkWeights) {
                threads.add(Thread.currentThread());
                beforeStep.run();
                reference.route(rows, logits, bias, topkIds, topkWeights);
            }
        };
    }
}
