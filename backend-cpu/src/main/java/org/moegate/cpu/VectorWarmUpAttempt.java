package org.moegate.cpu;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.moegate.GateSpec;
import org.moegate.cpu.vector.VectorRowRouter;

/**
 * Runs a gate's vector code until the JVM has compiled it, which takes a second or two where the compiler gets processor time: that
 * shows when vectors become faster than scalar code.
 */
final class VectorWarmUpAttempt implements Attempts.Attempt {

    /** For the plan that comes first and its first call, which would have to share processors and locks of class loading. */
    private static final long HEAD_START_MILLIS = 100;

    /** The JVM compiles a method after five thousand calls or more, if it has seen some of them at work. */
    private static final int REHEARSALS = 500;

    private static final int FEW_ROWS = 2;

    /** So often in a row must vectors be faster than scalar code. */
    private static final int WINS = 3;

    private static final long PAUSE_MILLIS = 2;

    private final GateSpec spec;
    private final long patienceNanos;

    /**
     * An attempt that can be made again.
     *
     * @param patienceSeconds after which it has failed
     */
    VectorWarmUpAttempt(GateSpec spec, long patienceSeconds) {
        this.spec = spec;
        this.patienceNanos = TimeUnit.SECONDS.toNanos(patienceSeconds);
    }

    /** Whether vectors have become the faster ones. */
    @Override
    public boolean succeeds() throws InterruptedException {
        Thread.sleep(HEAD_START_MILLIS);
        VectorRowRouter vectors = VectorSupport.newRouter(spec);
        RowRouter scalar = new ScalarRowRouter(spec);
        Block block = new Block(spec, vectors);
        long start = System.nanoTime();
        int wins = 0;
        while (wins < WINS && System.nanoTime() - start < patienceNanos) {
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
