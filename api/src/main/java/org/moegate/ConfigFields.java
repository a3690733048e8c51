package org.moegate;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed look-ups in a parsed JSON object; every complaint names the field, its value and what is allowed. */
final class ConfigFields {

    private final Map<String, ?> fields;

    ConfigFields(Map<String, ?> fields) {
        this.fields = fields;
    }

    /** A field that is absent and one that is null mean the same in the wild. */
    boolean has(String name) {
        return fields.get(name) != null;
    }

    int requiredInt(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        return optionalInt(name, 0);
    }

    int optionalInt(String name, int otherwise) {
        @Nullable Object value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number) {
            try {
                return new BigDecimal(number.toString()).intValueExact();
            } catch (ArithmeticException | NumberFormatException notAnInt) {
                throw wrong(name, value, "must be a whole number within int32", notAnInt);
            }
        }
        throw wrong(name, value, "must be a whole number", null);
    }

    double optionalDouble(String name, double otherwise) {
        @Nullable Object value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(name, value, "must be a number", null);
    }

    boolean optionalBoolean(String name, boolean otherwise) {
        @Nullable Object value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw wrong(name, value, "must be true or false", null);
    }

    String optionalString(String name, String otherwise) {
        @Nullable Object value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text) {
            return text;
        }
        throw wrong(name, value, "must be a string", null);
    }

    static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(name + " is missing");
    }

    static IllegalArgumentException wrong(String name, Object value, String allowed, @Nullable Throwable cause) {
        return new IllegalArgumentException(name + " = " + value + ": " + allowed, cause);
    }
}
