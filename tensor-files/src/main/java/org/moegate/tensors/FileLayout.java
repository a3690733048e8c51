package org.moegate.tensors;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A header that has passed every check: its entries, in its order, tile the data, and the data ends the file. */
record FileLayout(Map<String, TensorEntry> entries, Map<String, String> metadata, long dataStart, long dataSize) {

    FileLayout {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
