package org.moegate.cpu.mutation;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Another instruction in the place of one: an exchange, or one side of it, left out or turned round, a comparison turned round
 * or moved by equality.
 *
 * @param what in words, the old instruction first
 * @param write writes the new one
 */
record Change(String what, Consumer<CodeBuilder> write) {

    private static final String VECTORS = "jdk/incubator/vector/";
    private static final String OPERATORS = VECTORS + "VectorOperators";

    private static final Map<String, String> EXTREMES = Map.of("max", "min", "min", "max");

    /** Calls that leave the vector they are called on, with the words of the stack that their arguments take. */
    private static final Map<String, Integer> LEFT_OUT = Map.of("max", 1, "min", 1, "rearrange", 1, "blend", 2);

    private static final Map<String, List<String>> OTHER_OPERATORS = Map.of(
            "GT", List.of("LT", "GE"),
            "LT", List.of("GT", "LE"),
            "GE", List.of("LE", "GT"),
            "LE", List.of("GE", "LT"),
            "EQ", List.of("NE"),
            "NE", List.of("EQ"),
            "MAX", List.of("MIN"));

    private static final Map<Opcode, List<Opcode>> OTHER_BRANCHES = Map.of(
            Opcode.IF_ICMPGT, List.of(Opcode.IF_ICMPLT, Opcode.IF_ICMPGE),
            Opcode.IF_ICMPLT, List.of(Opcode.IF_ICMPGT, Opcode.IF_ICMPLE),
            Opcode.IF_ICMPGE, List.of(Opcode.IF_ICMPLE, Opcode.IF_ICMPGT),
            Opcode.IF_ICMPLE, List.of(Opcode.IF_ICMPGE, Opcode.IF_ICMPLT),
            Opcode.IFGT, List.of(Opcode.IFLT, Opcode.IFGE),
            Opcode.IFLT, List.of(Opcode.IFGT, Opcode.IFLE),
            Opcode.IFGE, List.of(Opcode.IFLE, Opcode.IFGT),
            Opcode.IFLE, List.of(Opcode.IFGE, Opcode.IFLT));

    /** Those of an instruction. */
    static List<Change> of(CodeElement element) {
        if (element instanceof InvokeInstruction call) {
            return ofCall(call);
        }
        if (element instanceof FieldInstruction field) {
            return ofOperator(field);
        }
        return element instanceof BranchInstruction branch ? ofBranch(branch) : List.of();
    }

    private static List<Change> ofCall(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        List<Change> changes = new ArrayList<>();
        if (owner.startsWith(VECTORS) && LEFT_OUT.containsKey(name)) {
            boolean two = LEFT_OUT.get(name) == 2;
            changes.add(new Change(name + " left out", two ? CodeBuilder::pop2 : CodeBuilder::pop));
        }
        String other = EXTREMES.get(name);
        if (other != null && (owner.startsWith(VECTORS) || owner.equals("java/lang/Math"))) {
            changes.add(new Change(
                    name + " to " + other,
                    code -> code.invoke(
                            call.opcode(), call.owner().asSymbol(), other, call.typeSymbol(), call.isInterface())));
        }
        return changes;
    }

    private static List<Change> ofOperator(FieldInstruction field) {
        if (!field.owner().asInternalName().equals(OPERATORS)) {
            return List.of();
        }
        String name = field.name().stringValue();
        return OTHER_OPERATORS.getOrDefault(name, List.of()).stream()
                .map(other -> new Change(
                        name + " to " + other,
                        code -> code.getstatic(field.owner().asSymbol(), other, field.typeSymbol())))
                .toList();
    }

    private static List<Change> ofBranch(BranchInstruction branch) {
        return OTHER_BRANCHES.getOrDefault(branch.opcode(), List.of()).stream()
                .map(other -> new Change(branch.opcode() + " to " + other, code -> code.branch(other, branch.target())))
                .toList();
    }
}
