package org.moegate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds the names that a mistyped one may have meant. */
final class ModelCatalogueNames {

    private static final int MOST = 5;
    private static final double LEAST_LIKENESS = 0.4;

    private ModelCatalogueNames() {}

    static List<String> near(String wanted, List<String> names) {
        List<String> pairs = pairs(wanted);
        Map<String, Double> likeness = new HashMap<>();
        for (String name : names) {
            likeness.put(name, likeness(pairs, pairs(name)));
        }
        return names.stream()
                .filter(name -> likeness.getOrDefault(name, 0.0) >= LEAST_LIKENESS)
                .sorted(Comparator.comparingDouble((String name) -> likeness.getOrDefault(name, 0.0))
                        .reversed())
                .limit(MOST)
                .toList();
    }

    /** Twice the letter pairs in common over all pairs: indifferent to a publisher in front or a suffix behind. */
    private static double likeness(List<String> a, List<String> b) {
        List<String> unmatched = new ArrayList<>(b);
        long common = a.stream().filter(unmatched::remove).count();
        return 2.0 * common / Math.max(1, a.size() + b.size());
    }

    private static List<String> pairs(String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i + 2 <= letters.length(); i++) {
            pairs.add(letters.substring(i, i + 2));
        }
        return pairs;
    }
}
