package org.moegate.tensors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Holds safetensors to the rule that every byte of the data belongs to exactly one tensor, which keeps other content from
 * hiding in a file.
 */
final class SafetensorsTiling {

    private SafetensorsTiling() {}

    static void check(HeaderSource source, Map<String, TensorEntry> entries, long dataSize) throws TensorFileException {
        List<Map.Entry<String, TensorEntry>> byOffset = new ArrayList<>(entries.entrySet());
        byOffset.sort(Comparator.comparingLong((Map.Entry<String, TensorEntry> entry) ->
                        entry.getValue().begin())
                .thenComparingLong(entry -> entry.getValue().end()));
        long covered = 0;
        String previous = "";
        for (var next : byOffset) {
            String name = Printable.value(next.getKey());
            TensorEntry entry = next.getValue();
            if (entry.begin() < covered) {
                throw source.fault("tensor " + name + ": data_offsets = [" + entry.begin() + ", " + entry.end()
                        + "]: overlap tensor " + previous + ", which ends at " + covered);
            }
            requireNoHole(source, covered, entry.begin());
            covered = entry.end();
            previous = name;
        }
        requireNoHole(source, covered, dataSize);
    }

    private static void requireNoHole(HeaderSource source, long from, long to) throws TensorFileException {
        if (from != to) {
            throw source.fault("data bytes " + from + " to " + to
                    + " belong to no tensor, the safetensors format allows no holes and no trailing bytes");
        }
    }
}
