package org.moegate.kernelmutation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes the mutants of a kernel file, by its text alone: all kernels are laid out by the same hand. */
final class Mutator {

    private static final int FRACTION_DIGITS = 6;

    /** Comparisons, maxima and exchanges: the other side of equality, the other direction, left out. */
    static final List<Operator> COMPARISONS = List.of(
            TokenOperator.of("(?<=[\\w)\\]] )(?:<=|>=|<|>)(?= )", found -> switch (found) {
                case "<" -> List.of("<=", ">");
                case "<=" -> List.of("<", ">=");
                case ">" -> List.of(">=", "<");
                default -> List.of(">", "<=");
            }),
            TokenOperator.swap("(?<= )", "==", "!=", "(?= )"),
            TokenOperator.of(
                    "\\b(?:f?max|f?min|(?:max|min)_or_nan)(?=\\((?!REAL |float ))",
                    found ->
                            List.of(found.contains("max") ? found.replace("max", "min") : found.replace("min", "max"))),
            TokenOperator.swap("\\b", "sub_group_reduce_max", "sub_group_reduce_min", "\\b"),
            new NetworkOperator(),
            // PTX, which stands in strings
            ptx("setp\\.gt", "setp.ge"),
            ptx("setp\\.gt", "setp.lt"),
            ptx("setp\\.ne", "setp.eq"),
            ptx("max\\.NaN", "min.NaN"),
            ptx("min\\.NaN", "max.NaN"),
            ptx("(?<=redux\\.sync\\.)max", "min"));

    private static final List<Operator> OTHERS = List.of(
            new StatementOperator(),
            new ConditionOperator(),
            // masks and logic
            TokenOperator.swap("(?<= )", "&&", "||", "(?=\\s)"),
            TokenOperator.swap("(?<= )", "&", "|", "(?= )"),
            TokenOperator.swap("(?<= )", "<<", ">>", "(?= )"),
            TokenOperator.of("(?<= )\\^(?= )", found -> List.of("|", "&")),
            TokenOperator.of("(?<=[ (])[!~](?=[\\w(])", found -> List.of("")),
            // sums and products
            TokenOperator.swap("(?<=[\\w)\\]] )", "+", "-", "(?= )"),
            TokenOperator.swap("(?<=[\\w)\\]] )", "*", "/", "(?= )"),
            TokenOperator.of("(?<=[\\w)\\]] )%(?= )", found -> List.of("/")),
            TokenOperator.swap("(?<= )", "+=", "-=", "(?= )"),
            TokenOperator.swap("(?<= )", "|=", "&=", "(?= )"),
            TokenOperator.swap("(?<= )", "*=", "/=", "(?= )"),
            TokenOperator.of("(?<=\\w)\\+\\+", found -> List.of("--")),
            ptx("(?<=redux\\.sync\\.)add", "max"),
            ptx("(?<=shfl\\.sync\\.)idx", "bfly"),
            ptx("(?<=shfl\\.sync\\.)bfly", "idx"),
            // numbers: bounds, offsets, lanes' masks, coefficients
            TokenOperator.of(
                    "(?<![\\w.])\\d+(?=u?l?\\b(?!\\.))",
                    found -> List.of(Integer.toString(Integer.parseInt(found) + 1))),
            TokenOperator.of("(?<![\\w.])0x[0-9a-f]+(?=u?l?\\b(?![.p]))", Mutator::otherBits),
            TokenOperator.of(
                    "(?<![\\w.])\\d+\\.\\d+(?=f\\b)", found -> List.of(Float.toString(Float.parseFloat(found) + 1))),
            TokenOperator.of("(?<![\\w.])0x1(?:\\.[0-9a-f]+)?(?=p[-+]?\\d+f\\b)", Mutator::nextFraction));

    /** All that there are. */
    static final List<Operator> ALL =
            Stream.concat(COMPARISONS.stream(), OTHERS.stream()).toList();

    private Mutator() {}

    /** Mutants of a file, in the order of their places; no two have the same text. */
    static List<Mutation> mutations(KernelText text, List<Operator> operators) {
        Set<String> seen = new HashSet<>(Set.of(text.text()));
        return operators.stream()
                .flatMap(operator -> operator.mutations(text))
                .filter(mutation -> seen.add(mutation.apply(text.text())))
                .sorted((a, b) -> Integer.compare(a.start(), b.start()))
                .toList();
    }

    private static Operator ptx(String instruction, String other) {
        return new TokenOperator(KernelText::strings, Pattern.compile(instruction), found -> List.of(other));
    }

    /** The lowest bit turned round, and the highest one that is set taken away. */
    private static List<String> otherBits(String number) {
        long bits = Long.parseUnsignedLong(number.substring(2), 16);
        long lowest = bits ^ 1;
        long highest = bits ^ Long.highestOneBit(bits);
        return List.of("0x" + Long.toHexString(lowest), "0x" + Long.toHexString(highest));
    }

    /** One unit in the last place of a float32 more: two of the last hexadecimal digit's, whose lowest bit is none of them. */
    private static List<String> nextFraction(String number) {
        String digits = number.length() > 4 ? number.substring(4) : "";
        int fraction = Integer.parseInt((digits + "000000").substring(0, FRACTION_DIGITS), 16);
        return List.of("0x1." + String.format("%06x", fraction + 2));
    }
}
