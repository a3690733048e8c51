package org.moegate.tensors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element type that the safetensors format knows. Checkpoints keep router weights beside experts of 8 bits and less, so
 * a type that cannot be read here must not keep a file from opening: its {@code stored} is null.
 */
record ElementType(String name, int bits, @Nullable StoredType stored) {

    private static final Map<String, ElementType> BY_NAME = new LinkedHashMap<>();

    static {
        List<ElementType> all = new ArrayList<>();
        for (StoredType stored : StoredType.values()) {
            all.add(of(stored));
        }
        all.add(new ElementType("C64", 64, null));
        for (String narrow : List.of("F8_E4M3", "F8_E5M2", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "F8_E8M0")) {
            all.add(new ElementType(narrow, 8, null));
        }
        all.add(new ElementType("F6_E2M3", 6, null));
        all.add(new ElementType("F6_E3M2", 6, null));
        all.add(new ElementType("F4", 4, null));
        all.forEach(type -> BY_NAME.put(type.name(), type));
    }

    static ElementType of(StoredType stored) {
        return new ElementType(stored.name(), stored.byteSize() * Byte.SIZE, stored);
    }

    static @Nullable ElementType named(String name) {
        return BY_NAME.get(name);
    }

    static String names() {
        return String.join(", ", BY_NAME.keySet());
    }
}
