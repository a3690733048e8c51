package org.moegate.cpu;

import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.moegate.GateSpec;
import org.moegate.ScoringFunc;
import org.moegate.cpu.vector.VectorRowRouter;

/**
 * Brings vector code to its speed before anybody waits for it. Until the JVM has compiled it, which takes a second or two,
 * an operation on vectors is a thousand times slower than afterwards; scalar code gives the same bits, and is not. So calls
 * run scalar code at first, while a thread of its own has the vector code compiled. That happens once in a process for all
 * gates that run through the same code, and the thread ends by itself.
 */
final class VectorWarmUp {

    /** For the plan that comes first and its first call, which would have to share processors and locks of class loading. */
    private static final long HEAD_START_MILLIS = 100;

    /** The JVM compiles a method after five thousand calls or more, if it has seen some of them at work. */
    private static final int REHEARSALS = 500;

    private static final int FEW_ROWS = 2;

    /** So often in a row must vectors be faster than scalar code. */
    private static final int WINS = 3;

    private static final long PAUSE_MILLIS = 2;

    /** A JVM that has not compiled the code by then, never will. */
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private static final ConcurrentMap<CodePath, VectorWarmUp> STARTED = new ConcurrentHashMap<>();

    private final GateSpec spec;
    private volatile boolean done;

    private VectorWarmUp(GateSpec spec) {
        this.spec = spec;
    }

    /** What decides which code a gate's rows run through. */
    private record CodePath(ScoringFunc func, boolean groups, boolean lanes, int ranking) {

        static CodePath of(GateSpec spec) {
            return new CodePath(
                    spec.scoringFunc(),
                    spec.topkGroup() < spec.numExpertGroup(),
                    VectorSupport.runsInLanes(spec),
                    VectorSupport.rankingOf(spec));
        }
    }

    /** The warm-up of a gate's code: under way, over, or started now. */
    static VectorWarmUp of(GateSpec spec) {
        return STARTED.computeIfAbsent(CodePath.of(spec), path -> {
            VectorWarmUp warmUp = new VectorWarmUp(spec);
            Thread.ofPlatform().daemon().name("moegate-warm-up").start(warmUp::run);
            return warmUp;
        });
    }

    /** Whether vectors are now the faster ones. */
    boolean isDone() {
        return done;
    }

    private void run() {
        try {
            Thread.sleep(HEAD_START_MILLIS);
            done = warmUp();
        } catch (InterruptedException unexpected) {
            // nobody knows this thread; should it happen all the same, scalar code serves on
            Thread.currentThread().interrupt();
        }
    }

    /** Whether vectors have become the faster ones. */
    private boolean warmUp() throws InterruptedException {
        VectorRowRouter vectors = VectorSupport.newRouter(spec);
        RowRouter scalar = new ScalarRowRouter(spec);
        Block block = new Block(spec, vectors);
        long start = System.nanoTime();
        int wins = 0;
        while (wins < WINS && System.nanoTime() - start < PATIENCE_NANOS) {
            boolean faster = block.nanos(vectors, block.few()) < block.nanos(scalar, block.few())
                    && block.nanos(vectors, block.rows()) < block.nanos(scalar, block.rows());
            wins = faster ? wins + 1 : 0;
            for (int i = 0; i < REHEARSALS; i++) {
                block.rehearse(vectors);
            }
            // the compiler needs the processor too
            Thread.sleep(PAUSE_MILLIS);
        }
        return wins == WINS;
    }

    /** Rows as a model may have them. */
    private static final class Block implements LogitsRows {

        private final int rows;
        private final int numExperts;
        private final float[] logits;
        private final int[] ids;
        private final float[] weights;

        Block(GateSpec spec, RowRouter router) {
            rows = router.mostRows();
            numExperts = spec.numExperts();
            logits = new float[rows * numExperts + router.readAhead()];
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) random.nextGaussian();
            }
            ids = new int[rows * spec.topk() + router.slack()];
            weights = new float[ids.length];
        }

        @Override
        public float[] array() {
            return logits;
        }

        @Override
        public int stride() {
            return numExperts;
        }

        @Override
        public int ready(int firstRow, int endRow) {
            return 0;
        }

        int rows() {
            return rows;
        }

        /** So few that they may go another way. */
        int few() {
            return Math.min(FEW_ROWS, rows);
        }

        void rehearse(VectorRowRouter router) {
            router.rehearse(ids, weights);
        }

        void route(RowRouter router, int count) {
            router.route(count, this, null, ids, weights);
        }

        long nanos(RowRouter router, int count) {
            long start = System.nanoTime();
            route(router, count);
            return System.nanoTime() - start;
        }
    }
}
