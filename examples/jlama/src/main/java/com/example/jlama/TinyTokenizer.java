package com.example.jlama;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tokenizer of Mixtral's kind for a small model: special tokens, bytes, characters, and a few merges of them. */
final class TinyTokenizer {

    static final String UNKNOWN = "<unk>";
    static final String START = "<s>";
    static final String END = "</s>";

    private static final String SPACE = "▁";
    private static final String CHARACTERS =
            SPACE + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?'-";
    private static final int BYTES = 256;

    /** Two tokens each; what they make together is a token too. */
    private static final List<String> MERGES = List.of(
            "t h", "th e", "▁ the", "i n", "in g", "e r", "a n", "an d", "▁ and", "o n", "r e", "e n", "o u", "▁ a",
            "▁ o", "▁o f", "▁ t", "▁t o", "e x", "ex p", "exp er", "exper t");

    private final List<String> specials = List.of(UNKNOWN, START, END);
    private final List<String> tokens = new ArrayList<>(specials);

    TinyTokenizer() {
        for (int value = 0; value < BYTES; value++) {
            tokens.add("<0x%02X>".formatted(value));
        }
        CHARACTERS.codePoints().mapToObj(Character::toString).forEach(tokens::add);
        for (String merge : MERGES) {
            tokens.add(merge.replace(" ", ""));
        }
    }

    int size() {
        return tokens.size();
    }

    int id(String token) {
        return tokens.indexOf(token);
    }

    /** Whether a token stands for text, and neither for a byte nor for something special. */
    boolean isText(int id) {
        return id >= specials.size() + BYTES;
    }

    /** The content of {@code tokenizer.json}. */
    Map<String, Object> tokenizerJson() {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        tokens.forEach(token -> vocabulary.put(token, vocabulary.size()));
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("type", "BPE");
        model.put("unk_token", UNKNOWN);
        model.put("fuse_unk", true);
        model.put("byte_fallback", true);
        model.put("vocab", vocabulary);
        model.put("merges", MERGES);
        List<Map<String, Object>> added = specials.stream()
                .map(token -> Map.<String, Object>of("id", id(token), "content", token, "special", true))
                .toList();
        Map<String, Object> spaces = Map.of("type", "Replace", "pattern", Map.of("String", " "), "content", SPACE);
        Map<String, Object> normalizer =
                Map.of("type", "Sequence", "normalizers", List.of(Map.of("type", "Prepend", "prepend", SPACE), spaces));
        return Map.of("version", "1.0", "added_tokens", added, "normalizer", normalizer, "model", model);
    }

    /** The content of {@code tokenizer_config.json}. */
    Map<String, Object> configJson() {
        return Map.of(
                "tokenizer_class", "LlamaTokenizer",
                "legacy", true,
                "bos_token", START,
                "eos_token", END,
                "unk_token", UNKNOWN);
    }
}
