package org.moegate;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where a family keeps one value of its gate: {@code a|b} are names for it, {@code =x} behind them is the default of the
 * family's configuration class, {@code =x} alone a value that the family's code fixes.
 */
record HuggingFaceConfigField(List<String> names, @Nullable Object otherwise) {

    private static final String OTHERWISE = "otherwise";

    static HuggingFaceConfigField parse(String cell) {
        int equals = cell.indexOf('=');
        String names = equals < 0 ? cell : cell.substring(0, equals);
        return new HuggingFaceConfigField(
                names.isEmpty() ? List.of() : List.of(names.split("\\|", -1)),
                equals < 0 ? null : ResourceTable.literal(cell.substring(equals + 1)));
    }

    <T> T read(ConfigFields config, BiFunction<ConfigFields, String, T> as) {
        @Nullable String name = config.anyOf(names);
        if (name != null) {
            return as.apply(config, name);
        }
        if (otherwise != null) {
            return as.apply(new ConfigFields(Map.of(OTHERWISE, otherwise)), OTHERWISE);
        }
        throw config.missing(String.join(" or ", names));
    }
}
