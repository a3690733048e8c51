package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;
import org.moegate.ExpertMap;

/** A map on the device, where it stays until another one comes. For one thread at a time. */
final class UploadedMap implements AutoCloseable {

    private final CudaDevice device;
    private final Growing<DeviceMemory> memory;
    private @Nullable ExpertMap uploaded;
    private long logicalToPhysical;
    private long replicaCounts;

    UploadedMap(CudaDevice device) {
        this.device = device;
        this.memory = DeviceMemory.growing(device);
    }

    /** Has a map there. None of the stream's kernels reads the one before any more. The device's context is current. */
    void require(ExpertMap map, CUstream_st stream) {
        // maps do not change
        if (map == uploaded) {
            return;
        }
        uploaded = null;
        try (IntPointer physicalExperts = new IntPointer(map.logicalToPhysical());
                IntPointer counts = new IntPointer(map.logicalReplicaCounts())) {
            long mapBytes = physicalExperts.limit() * Integer.BYTES;
            long countsBytes = counts.limit() * Integer.BYTES;
            logicalToPhysical = memory.of(mapBytes + countsBytes).address();
            replicaCounts = logicalToPhysical + mapBytes;
            upload(logicalToPhysical, physicalExperts, mapBytes, stream);
            upload(replicaCounts, counts, countsBytes, stream);
            // before the pointers' memory is gone
            device.check("cuStreamSynchronize", cuStreamSynchronize(stream));
        }
        uploaded = map;
    }

    private void upload(long to, IntPointer from, long bytes, CUstream_st stream) {
        device.check("cuMemcpyHtoDAsync", cuMemcpyHtoDAsync(to, from, bytes, stream));
    }

    long logicalToPhysical() {
        return logicalToPhysical;
    }

    long replicaCounts() {
        return replicaCounts;
    }

    @Override
    public void close() {
        memory.close();
    }
}
