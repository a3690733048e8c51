package org.moegate.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.moegate.Backends;
import org.moegate.conformance.judge.RuleName;
import org.moegate.conformance.judge.Subject;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;

/** Runs a rule on each device of each backend under test, and where one cannot run, skips it with its reason. */
final class EachDevice implements TestTemplateInvocationContextProvider {

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        AllRules kit = (AllRules) context.getRequiredTestInstance();
        RuleName rule = RuleNames.of(context.getRequiredTestMethod());
        Settings settings = Settings.of(context);
        List<TestTemplateInvocationContext> tests = kit.providers().stream()
                .flatMap(provider -> tests(provider, rule, context, settings))
                .toList();
        return tests.isEmpty()
                ? Stream.of(new SkippedTest(
                        "no backend",
                        "no backend is there to be tested"
                                + settings.backend()
                                        .map(backend -> ": none is " + backend)
                                        .orElse("")))
                : tests.stream();
    }

    private static Stream<TestTemplateInvocationContext> tests(
            BackendProvider provider, RuleName rule, ExtensionContext context, Settings settings) {
        String wanted = settings.backend().orElse(provider.name());
        if (!wanted.equals(provider.name()) && !wanted.startsWith(provider.name() + ":")) {
            return Stream.empty();
        }
        Capability availability = provider.availability();
        if (!availability.possible()) {
            return Stream.of(new SkippedTest(provider.name(), availability.reason()));
        }
        Each each = context.getRequiredTestMethod().getAnnotation(Rule.class).each();
        return provider.devices().stream()
                .filter(device -> wanted.equals(provider.name()) || wanted.equals(nameOf(provider, device)))
                .flatMap(device -> each.arguments(settings)
                        .map(argument -> new DeviceTest(subject(provider, device, rule, settings), argument)));
    }

    private static Subject subject(BackendProvider provider, GateDevice device, RuleName rule, Settings settings) {
        Backends backends = Backends.builder()
                .provider(provider)
                .force(nameOf(provider, device))
                .build();
        return new Subject(
                provider, device, backends, settings.grade().orElse(device.grade()), rule, settings.shapes());
    }

    private static String nameOf(BackendProvider provider, GateDevice device) {
        return provider.name() + ":" + device.id();
    }
}
