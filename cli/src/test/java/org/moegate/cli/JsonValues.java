package org.moegate.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Typed look-ups in parsed JSON, for tests that know what is there. */
@SuppressWarnings("unchecked")
final class JsonValues {

    private JsonValues() {}

    static Map<String, Object> object(Map<String, Object> in, String field) {
        return (Map<String, Object>) Objects.requireNonNull(in.get(field), field);
    }

    static List<Map<String, Object>> objects(Map<String, Object> in, String field) {
        return (List<Map<String, Object>>) Objects.requireNonNull(in.get(field), field);
    }

    static List<Number> numbers(Map<String, Object> in, String field) {
        return (List<Number>) Objects.requireNonNull(in.get(field), field);
    }
}
