package org.moegate.spi;

import java.util.Optional;

/**
 * A gate compiled for one request on one device. Safe for use by many threads; everything that a single call changes lives
 * in its workers.
 */
public interface GateKernel extends AutoCloseable {

    /**
     * Scratch memory, a stream, staging buffers: whatever one call at a time needs. A plan keeps workers and reuses them,
     * so what is costly to make is made here.
     *
     * @return a new worker
     * @throws BackendException if the device cannot give what it needs
     */
    GateWorker newWorker();

    /**
     * The backend's own way to route memory that already lies on the device, in the order of a stream or queue that the
     * caller owns. Such interfaces belong to their backends, because their handles do: a CUDA one takes raw device pointers
     * and a stream handle, an OpenCL one takes {@code cl_mem} and {@code cl_command_queue} objects and returns an event.
     *
     * @param type the backend's interface
     * @param <T> the same
     * @return an implementation that is valid until this kernel is closed, or empty where the backend has none of that type
     */
    default <T> Optional<T> deviceRouting(Class<T> type) {
        return Optional.empty();
    }

    /** Releases what the kernel holds. Called once, after the last of its workers was closed. */
    @Override
    void close();
}
