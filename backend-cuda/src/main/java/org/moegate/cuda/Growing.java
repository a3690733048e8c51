package org.moegate.cuda;

import org.jspecify.annotations.Nullable;
import org.moegate.kernelbuilds.Resources;

/**
 * Memory that is made anew, at least twice as large, when more is asked for than there is; what was in it is lost. For one
 * thread at a time.
 *
 * @param <T> the kind of memory
 */
final class Growing<T> implements AutoCloseable {

    /** Makes memory that {@code resources} releases. */
    @FunctionalInterface
    interface Maker<T> {
        T make(long bytes, Resources resources);
    }

    private static final long FEWEST_BYTES = 4 << 10;

    private final Maker<T> maker;
    private final Resources resources;
    private @Nullable T current;
    private long room;

    /** None yet. */
    Growing(Resources.Check check, Maker<T> maker) {
        this.maker = maker;
        this.resources = new Resources(check);
    }

    /** Memory of as many bytes or more. */
    T of(long bytes) {
        @Nullable T present = current;
        if (present != null && bytes <= room) {
            return present;
        }
        close();
        room = Math.max(FEWEST_BYTES, Long.highestOneBit(bytes - 1 | 1) * 2);
        T grown = maker.make(room, resources);
        current = grown;
        return grown;
    }

    /** Releases what there is. */
    @Override
    public void close() {
        current = null;
        resources.close();
    }
}
