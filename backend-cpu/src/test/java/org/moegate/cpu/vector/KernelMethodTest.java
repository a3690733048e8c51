package org.moegate.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("kernel methods")
class KernelMethodTest {

    @ParameterizedTest(name = "of {0}")
    @ValueSource(
            classes = {
                ScorePass.class,
                RowSorter.class,
                LaneTiles.class,
                LaneNetwork.class,
                LaneNetwork16.class,
                BestColumns.class,
                CandidateColumns.class,
                LaneGroups.class,
                LaneRows.class
            })
    @DisplayName("are longer than what HotSpot inlines into a caller")
    void areCompiledOnTheirOwn(Class<?> type) throws IOException {
        List<MethodModel> kernels =
                methods(type).stream().filter(KernelMethodTest::isKernel).toList();
        assertFalse(kernels.isEmpty(), type + " has no kernel method");
        for (MethodModel kernel : kernels) {
            int length = kernel.findAttribute(Attributes.code()).orElseThrow().codeLength();
            assertTrue(
                    length > KernelMethod.MOST_INLINED,
                    () -> kernel.methodName().stringValue() + " has " + length + " bytes of bytecode");
        }
    }

    private static List<MethodModel> methods(Class<?> type) throws IOException {
        try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(type.getSimpleName() + ".class"))) {
            return ClassFile.of().parse(in.readAllBytes()).methods();
        }
    }

    private static boolean isKernel(MethodModel method) {
        String kernel = KernelMethod.class.descriptorString();
        return method.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
                .flatMap(attribute -> attribute.annotations().stream())
                .anyMatch(annotation ->
                        annotation.classSymbol().descriptorString().equals(kernel));
    }
}
