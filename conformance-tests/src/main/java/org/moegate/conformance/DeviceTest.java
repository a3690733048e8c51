package org.moegate.conformance;

import java.util.List;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.moegate.conformance.judge.Subject;

/**
 * A rule on a device, and perhaps for one golden file or range of seeds.
 *
 * @param subject the device
 * @param argument of the rule's method, beside the subject
 */
record DeviceTest(Subject subject, Object argument) implements TestTemplateInvocationContext {

    @Override
    public String getDisplayName(int invocationIndex) {
        String suffix = argument.toString();
        return suffix.isEmpty() ? subject.toString() : subject + ", " + suffix;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        AfterTestExecutionCallback skipIfAllRefused = context -> {
            if (context.getExecutionException().isEmpty()) {
                subject.skipIfAllRefused();
            }
        };
        return List.of(new Arguments(), skipIfAllRefused, new Recorder(subject));
    }

    private final class Arguments implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == Subject.class || type.isInstance(argument);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Subject.class ? subject : argument;
        }
    }
}
