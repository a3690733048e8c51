package org.moegate.tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("JSON objects")
class JsonObjectsTest {

    @Test
    @DisplayName("become maps in the text's order, with Java's own values")
    void values() {
        var parsed = JsonObjects.parse("""
                {"z": 1, "long": 2147483648, "big": 9223372036854775808, "half": 0.5, "e": 1e3,
                 "yes": true, "no": false, "text": "\\u00e4\\n", "list": [1, null, {"a": []}]}
                """);
        assertEquals(
                List.of("z", "long", "big", "half", "e", "yes", "no", "text", "list"), List.copyOf(parsed.keySet()));
        assertEquals(1, parsed.get("z"));
        assertEquals(2147483648L, parsed.get("long"));
        assertEquals(BigInteger.TWO.pow(63), parsed.get("big"));
        assertEquals(0.5, parsed.get("half"));
        assertEquals(1000.0, parsed.get("e"));
        assertEquals(true, parsed.get("yes"));
        assertEquals(false, parsed.get("no"));
        assertEquals("ä\n", parsed.get("text"));
        assertEquals(Arrays.asList(1, null, Map.of("a", List.of())), parsed.get("list"));
    }

    @Test
    @DisplayName("leave members out that are null, at every depth, but keep nulls in arrays")
    void nulls() {
        assertEquals(
                Map.of("in", Map.of("b", 1), "list", Arrays.asList(null, Map.of())),
                JsonObjects.parse("{\"a\":null,\"in\":{\"a\":null,\"b\":1},\"list\":[null,{\"a\":null}]}"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~|there is no JSON",
                "[1]|must be a JSON object, starting with {",
                "null|must be a JSON object, starting with {",
                "{\"a\":1,\"a\":2}|Duplicate Object property \"a\" at line 1, column 11",
                "{\"a\":{\"b\":null,\"b\":2}}|Duplicate Object property \"b\" at line 1, column 19",
                "{} {}|Trailing token (`JsonToken.START_OBJECT`) found after value at line 1, column 4",
                "{\"a\":NaN}|Non-standard token 'NaN' at line 1, column 9",
                "{\"a\":-Infinity}|Non-standard token '-Infinity' at line 1, column 15",
                "{\"a\":0xFF}|Unexpected character ('x' (code 120)) at line 1, column 7",
                "{\"a\":-1e999}|\"a\" has a number that is beyond a double",
            })
    @DisplayName("that are not strict are refused in one line that says where:")
    void refusals(String json, String message) {
        assertEquals(message, refusal(json));
    }

    @Test
    @DisplayName("that are cut off are refused without the parser's notes to programmers")
    void cutOff() {
        assertEquals(
                "Unexpected end-of-input: expected close marker for Array at line 2, column 6", refusal("{\n\"a\":["));
        assertEquals(
                "Unexpected end-of-input: expected close marker for Object at line 1, column 7", refusal("{\"a\":1"));
    }

    @Test
    @DisplayName("nest 64 levels deep and no deeper")
    void depth() {
        JsonObjects.parse("{\"a\":".repeat(64) + "1" + "}".repeat(64));
        assertEquals(
                "Document nesting depth (65) exceeds the maximum allowed (64)",
                refusal("{\"a\":".repeat(65) + "1" + "}".repeat(65)));
    }

    @Test
    @DisplayName("have no numbers of more digits than anyone needs")
    void digits() {
        assertEquals(
                "Number value length (1001) exceeds the maximum allowed (1000)",
                refusal("{\"a\":" + "1".repeat(1001) + "}").replaceFirst(" at line .*", ""));
    }

    @Test
    @DisplayName("take at most 100 million characters")
    void length() {
        String longest = "{}" + " ".repeat(99_999_998);
        assertEquals(Map.of(), JsonObjects.parse(longest));
        assertEquals(
                "Document length (100000001) exceeds the maximum allowed (100000000)",
                refusal(longest + " ").replaceFirst(" at line .*", ""));
    }

    @Test
    @DisplayName("are written for people, with arrays on one line and nulls kept")
    void pretty() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("name", "gate \"v3\"");
        value.put("shape", List.of(2, 256));
        value.put("weights", new float[] {0.5f, Float.NaN});
        value.put("nested", Map.of("deep", Map.of()));
        assertEquals("""
                {
                  "name": "gate \\"v3\\"",
                  "shape": [ 2, 256 ],
                  "weights": [ 0.5, "NaN" ],
                  "nested": {
                    "deep": { }
                  }
                }""", JsonObjects.write(value));
        assertEquals("null", JsonObjects.write(null));
    }

    @Test
    @DisplayName("that hold themselves are refused")
    void cycles() {
        Map<String, Object> cycle = new LinkedHashMap<>();
        cycle.put("self", cycle);
        assertThrows(IllegalArgumentException.class, () -> JsonObjects.write(cycle));
    }

    private static String refusal(String json) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> JsonObjects.parse(json))
                .getMessage());
    }
}
