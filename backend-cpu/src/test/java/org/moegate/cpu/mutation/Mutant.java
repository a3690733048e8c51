package org.moegate.cpu.mutation;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LineNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A class with one change.
 *
 * @param type the class
 * @param method where the change is
 * @param descriptor the method's
 * @param line the line in the source
 * @param change in words
 * @param number counts the same changes of one method, from 1
 * @param element which of the method's elements is changed
 * @param choice which of that element's changes it is
 */
record Mutant(
        String type, String method, String descriptor, int line, String change, int number, int element, int choice) {

    /** All of a class, in the order of its code. */
    static List<Mutant> of(byte[] bytes) {
        ClassModel model = ClassFile.of().parse(bytes);
        String type = model.thisClass().asInternalName().replace('/', '.');
        return model.methods().stream()
                .flatMap(method -> of(type, method).stream())
                .toList();
    }

    private static List<Mutant> of(String type, MethodModel method) {
        List<Mutant> mutants = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        int line = 0;
        int index = 0;
        for (CodeElement element : method.code().map(CodeModel::elementList).orElse(List.of())) {
            if (element instanceof LineNumber number) {
                line = number.line();
            }
            List<Change> changes = Change.of(element);
            for (int choice = 0; choice < changes.size(); choice++) {
                String what = changes.get(choice).what();
                mutants.add(new Mutant(
                        type,
                        method.methodName().stringValue(),
                        method.methodType().stringValue(),
                        line,
                        what,
                        numbers.merge(what, 1, Integer::sum),
                        index,
                        choice));
            }
            index++;
        }
        return mutants;
    }

    /** The class with the change. */
    byte[] applyTo(byte[] bytes) {
        ClassFile files = ClassFile.of();
        return files.transformClass(
                files.parse(bytes), ClassTransform.transformingMethodBodies(this::isIn, CodeTransform.ofStateful(() -> {
                    int[] index = {0};
                    return (code, old) -> {
                        if (index[0]++ == element) {
                            Change.of(old).get(choice).write().accept(code);
                        } else {
                            code.with(old);
                        }
                    };
                })));
    }

    String simpleType() {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private boolean isIn(MethodModel candidate) {
        return candidate.methodName().equalsString(method)
                && candidate.methodType().equalsString(descriptor);
    }

    /** Tells it from all others, also after lines were moved. */
    @Override
    public String toString() {
        return simpleType() + "." + method + ": " + change + ", " + number;
    }
}
