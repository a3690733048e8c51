package org.moegate;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Typed look-ups in a parsed JSON object; every complaint names the field, its value and what is allowed. */
final class ConfigFields {

    private final String path;
    private final Map<?, ?> fields;

    ConfigFields(Map<?, ?> fields) {
        this("", fields);
    }

    private ConfigFields(String path, Map<?, ?> fields) {
        this.path = path;
        this.fields = fields;
    }

    /** The object of a field; complaints about what lies in it name it by its path. */
    ConfigFields nested(String name) {
        Object value = required(name);
        if (value instanceof Map<?, ?> object) {
            return new ConfigFields(path + name + ".", object);
        }
        throw wrong(name, value, "must be an object", null);
    }

    /** A field that is absent and one that is null mean the same in the wild. */
    boolean has(String name) {
        return fields.get(name) != null;
    }

    /** Which of some names for one value is there; null if none. Where more than one is, they must agree. */
    @Nullable
    String anyOf(List<String> names) {
        @Nullable String found = null;
        for (String name : names) {
            if (!has(name)) {
                continue;
            }
            if (found == null) {
                found = name;
            } else if (!required(name).equals(required(found))) {
                throw wrong(name, required(name), "must agree with " + found + " = " + required(found), null);
            }
        }
        return found;
    }

    int requiredInt(String name) {
        return toInt(name, required(name));
    }

    /** An int, or a list that gives the same int for every layer. */
    int requiredUniformInt(String name) {
        Object value = required(name);
        if (!(value instanceof List<?> layers)) {
            return toInt(name, value);
        }
        if (layers.stream().distinct().count() == 1 && layers.getFirst() instanceof Number first) {
            return toInt(name, first);
        }
        throw wrong(name, value, "must be one whole number, the same for every layer", null);
    }

    private int toInt(String name, Object value) {
        if (!(value instanceof Number number)) {
            throw wrong(name, value, "must be a whole number", null);
        }
        try {
            return new BigDecimal(number.toString()).intValueExact();
        } catch (ArithmeticException | NumberFormatException notAnInt) {
            throw wrong(name, value, "must be a whole number within int32", notAnInt);
        }
    }

    int optionalInt(String name, int otherwise) {
        return has(name) ? requiredInt(name) : otherwise;
    }

    double requiredDouble(String name) {
        Object value = required(name);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(name, value, "must be a number", null);
    }

    double optionalDouble(String name, double otherwise) {
        return has(name) ? requiredDouble(name) : otherwise;
    }

    boolean requiredBoolean(String name) {
        Object value = required(name);
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw wrong(name, value, "must be true or false", null);
    }

    boolean optionalBoolean(String name, boolean otherwise) {
        return has(name) ? requiredBoolean(name) : otherwise;
    }

    String requiredString(String name) {
        Object value = required(name);
        if (value instanceof String text) {
            return text;
        }
        throw wrong(name, value, "must be a string", null);
    }

    /** The constant whose configuration name the field holds. */
    <E> E requiredOneOf(String name, E[] constants, Function<E, String> configName) {
        String text = requiredString(name);
        for (E constant : constants) {
            if (configName.apply(constant).equals(text)) {
                return constant;
            }
        }
        String allowed = Arrays.stream(constants).map(configName).collect(Collectors.joining(", "));
        throw wrong(name, text, "must be one of " + allowed, null);
    }

    <E> E optionalOneOf(String name, E[] constants, Function<E, String> configName, E otherwise) {
        return has(name) ? requiredOneOf(name, constants, configName) : otherwise;
    }

    private Object required(String name) {
        @Nullable Object value = fields.get(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(path + name + " is missing");
    }

    IllegalArgumentException wrong(String name, Object value, String allowed, @Nullable Throwable cause) {
        return new IllegalArgumentException(path + name + " = " + value + ": " + allowed, cause);
    }
}
