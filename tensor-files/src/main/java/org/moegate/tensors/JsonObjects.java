package org.moegate.tensors;

import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Strict JSON objects, as Java's own maps, lists, strings and numbers. Safe for use by several threads. */
public final class JsonObjects {

    /** The parser holds a string three times over while it reads it. */
    private static final int MAX_STRING = 10_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // names come from files: a table of them for the whole process would be theirs to fill
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(SafetensorsHeader.MAX_LENGTH)
                            // a header at the length limit may hold fewer bytes a value than a Java object takes
                            .maxTokenCount(4_000_000)
                            .maxNestingDepth(64)
                            .maxStringLength(MAX_STRING)
                            .maxNameLength(MAX_STRING)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectReader READER = MAPPER.readerFor(new TypeReference<LinkedHashMap<String, Object>>() {});

    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));

    /** What Jackson adds for programmers: names of its settings and of Java's types, and where an unclosed bracket was opened. */
    private static final Pattern ASIDES = Pattern.compile(
            ", from `[^`]*`|(: | \\()(enable|hexadecimal|consider enabling|not recognized|start marker|bound as) .*|\\s+at \\[.*",
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
     * @throws IllegalArgumentException if the text is not such an object; one line that says what, and where it is known
     *     at which line and column
     */
    public static Map<String, Object> parse(String json) {
        Map<String, Object> document = parseKeepingNulls(new StringReader(json));
        removeNulls(document);
        return document;
    }

    /** As {@link #parse(String)}, but members that are null stay. */
    static Map<String, Object> parseKeepingNulls(Reader json) {
        try (JsonParser parser = READER.createParser(json)) {
            requireObject(parser.nextToken());
            Map<String, Object> document = READER.readValue(parser);
            document.forEach(JsonObjects::requireFinite);
            return document;
        } catch (JacksonException wrong) {
            throw new IllegalArgumentException(describe(wrong), wrong);
        }
    }

    private static void requireObject(@Nullable JsonToken first) {
        if (first == null) {
            throw new IllegalArgumentException("there is no JSON");
        }
        if (first != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("must be a JSON object, starting with {");
        }
    }

    /** What a double cannot hold is read as an infinity, which JSON does not have. */
    private static void requireFinite(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            object.forEach((member, of) -> requireFinite(String.valueOf(member), of));
        } else if (value instanceof List<?> array) {
            array.forEach(item -> requireFinite(name, item));
        } else if (value instanceof Double number && number.isInfinite()) {
            throw new IllegalArgumentException(Printable.value(name) + " has a number that is beyond a double");
        }
    }

    private static void removeNulls(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            object.values().removeIf(Objects::isNull);
            object.values().forEach(JsonObjects::removeNulls);
        } else if (value instanceof List<?> array) {
            array.forEach(JsonObjects::removeNulls);
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
}
