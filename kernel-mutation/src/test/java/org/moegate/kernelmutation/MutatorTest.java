package org.moegate.kernelmutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the mutator")
class MutatorTest {

    private static List<String> mutants(String text) {
        return Mutator.mutations(new KernelText("a.cl", text), Mutator.ALL).stream()
                .map(mutation -> mutation.apply(text))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "a < b → a <= b; a > b",
                "a <= b → a < b; a >= b",
                "a > b → a >= b; a < b",
                "a >= b → a > b; a <= b",
                "a == b → a != b",
                "a && b → a || b",
                "a & b → a | b",
                "a ^ b → a | b; a & b",
                "a << b → a >> b",
                "a + b → a - b",
                "a += b → a -= b",
                "a |= b → a &= b",
                "fmax(a, b) → fmin(a, b)",
                "min_or_nan(a, b) → max_or_nan(a, b)",
                "(~a) → (a)",
                "f(7u) → f(8u)",
                "0x80ffu → 0x80feu; 0xffu",
                "2.5f → 3.5f",
                "0x1.62e43p-1f → 0x1.62e432p-1f",
                "0x1p64f → 0x1.000002p64f",
            })
    @DisplayName("changes an operator or a number in each way that it knows")
    void tokens(String text, String expected) {
        assertEquals(List.of(expected.split("; ", -1)), mutants(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// a < b, 7\n",
                "#if a > 7\n",
                "#pragma unroll 1\n",
                "__attribute__((reqd_work_group_size(1, 1, 1)))",
                "static_cast<int *>(a)",
                "GLOBAL const int *a",
                "a->b",
                "DEVICE REAL max_or_nan(REAL a, REAL b)",
            })
    @DisplayName("leaves alone what computes nothing")
    void nothing(String text) {
        assertEquals(List.of(), mutants(text));
    }

    @Test
    @DisplayName("moves a loop's start and end, and leaves its step alone")
    void loops() {
        assertEquals(
                List.of(
                        "for (int i = 1; i < count; i += 4) {",
                        "for (int i = 0; i <= count; i += 4) {",
                        "for (int i = 0; i > count; i += 4) {"),
                mutants("for (int i = 0; i < count; i += 4) {"));
    }

    @Test
    @DisplayName("takes statements out: assignments, calls, barriers, and no declaration")
    void statements() {
        assertEquals(List.of("{\n    ;\n}", "{\n    a[i].b = min(x, y);\n}"), mutants("{\n    a[i].b = max(x, y);\n}"));
        assertEquals(List.of("    ;"), mutants("    warp_sync();"));
        assertEquals(List.of(), mutants("    int a = b;"));
        assertEquals(List.of(), mutants("    return f(a);"));
    }

    @Test
    @DisplayName("turns conditions round, however many brackets they have")
    void conditions() {
        assertTrue(mutants("if (f(a) && (b)) {").contains("if (!(f(a) && (b))) {"));
    }

    @Test
    @DisplayName("takes out and turns round each exchange of a network's step")
    void networks() {
        String step = "    EXCHANGE(s1032547698badcfe, (-1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0, -1))";
        List<String> mutants = mutants(step);
        assertEquals(1 + 2 * 8, mutants.size());
        assertTrue(mutants.contains(""));
        assertTrue(mutants.contains(
                "EXCHANGE(s1032547698badcfe, (-1, 0, -1, 0, -1, 0, 0, -1, -1, 0, 0, -1, -1, 0, 0, -1))"));
        assertTrue(mutants.contains("{ int16 kept = lanes; " + step + " lanes.s2 = kept.s2; lanes.s3 = kept.s3; }"));
    }

    @Test
    @DisplayName("changes PTX, which stands in strings")
    void ptx() {
        assertEquals(
                List.of("asm(\"setp.ge.f32 a, b;\");", "asm(\"setp.lt.f32 a, b;\");"),
                mutants("asm(\"setp.gt.f32 a, b;\");"));
    }

    @Test
    @DisplayName("makes those of comparisons alone, if asked")
    void comparisonsAlone() {
        String text = "x = a + 7 > b;";
        assertEquals(
                List.of("x = a + 7 >= b;", "x = a + 7 < b;"),
                Mutator.mutations(new KernelText("a.cl", text), Mutator.COMPARISONS).stream()
                        .map(mutation -> mutation.apply(text))
                        .toList());
    }

    @Test
    @DisplayName("says where a change is")
    void place() {
        Mutation mutation = Mutator.mutations(new KernelText("a.cl", "// a < b\n\nx == y\n"), Mutator.ALL)
                .getFirst();
        assertEquals("a.cl:3:12 == → !=", mutation.id());
    }
}
