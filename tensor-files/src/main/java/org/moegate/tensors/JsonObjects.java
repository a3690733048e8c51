package org.moegate.tensors;

import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.json.JsonMapper;

/** Strict JSON objects, as Java's own maps, lists, strings and numbers. Safe for use by several threads. */
public final class JsonObjects {

    private static final int MAX_LENGTH = SafetensorsHeader.MAX_LENGTH;
    private static final int MAX_DEPTH = 64;

    /** The parser holds a string three times over while it reads it. */
    private static final int MAX_STRING = 10_000_000;

    /** A header at the length limit may hold fewer bytes a value than a Java object takes. */
    private static final int MAX_TOKENS = 4_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // names come from files: a table of them for the whole process would be theirs to fill
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(MAX_LENGTH)
                            .maxStringLength(MAX_STRING)
                            .maxNameLength(MAX_STRING)
                            .build())
                    .build())
            .build();

    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));

    /** What Jackson adds for programmers: names of its settings, and where an unclosed bracket was opened. */
    private static final Pattern ASIDES = Pattern.compile(
            ", from `[^`]*`|(: | \\()(enable|hexadecimal|consider enabling|not recognized|start marker) .*|\\s+at \\[.*",
            Pattern.DOTALL);

    private JsonObjects() {}

    /**
     * Parses a JSON object. Refused are duplicate keys, anything after the object, NaN and infinities, numbers beyond a
     * double, more than 64 levels, 4 million tokens, 100 million characters or 10 million in one string.
     *
     * @param json the text
     * @return a mutable map in the text's order; whole numbers are Integer, Long or BigInteger, whichever is the first
     *     to hold them, others Double; arrays are lists, objects maps; members that are null are left out, since to the
     *     models' configs null and absent are the same, while a null in an array is null
     * @throws IllegalArgumentException if the text is not such an object; one line that says what, at which line and
     *     column
     */
    public static Map<String, Object> parse(String json) {
        return parse(new StringReader(json), false);
    }

    /** As {@link #parse(String)}, but every null is kept, as an object that is of no other type and prints as null. */
    static Map<String, Object> parseKeepingNulls(Reader json) {
        return parse(json, true);
    }

    private static Map<String, Object> parse(Reader json, boolean keepNulls) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            return new TreeReader(parser, keepNulls).document();
        } catch (JacksonException wrong) {
            throw new IllegalArgumentException(describe(wrong), wrong);
        }
    }

    /**
     * Writes JSON for people: two spaces a level, arrays on one line, maps in their own order.
     *
     * @param value maps with string keys, lists, strings, numbers, booleans, null, records and arrays of these; NaN and
     *     infinities, which JSON lacks, become strings
     * @return the text, without a newline at its end
     * @throws IllegalArgumentException if the value holds anything that cannot be written
     */
    public static String write(@Nullable Object value) {
        try {
            return MAPPER.writer().with(PRETTY).writeValueAsString(value);
        } catch (JacksonException wrong) {
            throw new IllegalArgumentException(describe(wrong), wrong);
        }
    }

    static String writeCompact(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    private static String describe(JacksonException wrong) {
        String problem = wrong.getCause() instanceof CharacterCodingException
                ? "holds bytes that are not UTF-8"
                : ASIDES.matcher(wrong.getOriginalMessage()).replaceAll("");
        return Printable.line(problem) + position(wrong.getLocation());
    }

    private static String position(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Null, where a map or a reader of headers has to tell it from absence. */
    private enum Null {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    /** Builds the maps and lists by hand, so that every limit has a message of its own. */
    private static final class TreeReader {

        private final JsonParser parser;
        private final boolean keepNulls;
        private int depth;
        private int tokens;

        TreeReader(JsonParser parser, boolean keepNulls) {
            this.parser = parser;
            this.keepNulls = keepNulls;
        }

        Map<String, Object> document() {
            JsonToken first = next();
            if (first == null) {
                throw new IllegalArgumentException("there is no JSON");
            }
            if (first != JsonToken.START_OBJECT) {
                throw wrong("must be a JSON object, starting with {");
            }
            Map<String, Object> document = object();
            if (next() != null) {
                throw wrong("there must be nothing after the object's last }");
            }
            return document;
        }

        private @Nullable JsonToken next() {
            if (++tokens > MAX_TOKENS) {
                throw wrong("has more than " + MAX_TOKENS + " tokens");
            }
            return parser.nextToken();
        }

        private Map<String, Object> object() {
            enter();
            Map<String, Object> object = new LinkedHashMap<>();
            while (next() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                if (object.containsKey(name)) {
                    throw wrong("duplicate key " + Printable.value(name));
                }
                object.put(name, value(next()));
            }
            // only now, as a null makes a later member of the same name a duplicate too
            if (!keepNulls) {
                object.values().removeIf(Null.NULL::equals);
            }
            depth--;
            return object;
        }

        private List<@Nullable Object> array() {
            enter();
            List<@Nullable Object> array = new ArrayList<>();
            for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
                Object value = value(token);
                array.add(value == Null.NULL && !keepNulls ? null : value);
            }
            depth--;
            return array;
        }

        private void enter() {
            if (++depth > MAX_DEPTH) {
                throw wrong("is nested more than " + MAX_DEPTH + " levels deep");
            }
        }

        private Object value(@Nullable JsonToken token) {
            if (token == null) {
                throw wrong("ends early");
            }
            return switch (token) {
                case START_OBJECT -> object();
                case START_ARRAY -> array();
                case VALUE_STRING -> parser.getString();
                case VALUE_NUMBER_INT -> parser.getNumberValue();
                case VALUE_NUMBER_FLOAT -> fraction();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> Null.NULL;
                default -> throw wrong("expected a value");
            };
        }

        private double fraction() {
            double fraction = parser.getDoubleValue();
            if (Double.isInfinite(fraction)) {
                throw wrong("number " + Printable.line(parser.getString()) + " is beyond a double");
            }
            return fraction;
        }

        private IllegalArgumentException wrong(String problem) {
            return new IllegalArgumentException(problem + position(parser.currentTokenLocation()));
        }
    }
}
