package org.moegate.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.moegate.Backends;
import org.moegate.conformance.judge.Rerun;
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
        Settings settings = Settings.of(context);
        List<TestTemplateInvocationContext> tests = kit.providers().stream()
                .flatMap(provider -> tests(provider, context, settings))
                .toList();
        if (tests.isEmpty()) {
            // a run that tests nothing must not look like one that found no fault
            throw new IllegalStateException("no device is there to be tested among those of "
                    + kit.providers().stream().map(BackendProvider::name).toList()
                    + settings.backend()
                            .map(backend -> ", " + Settings.BACKEND + " = " + backend)
                            .orElse(": is the backend declared as a service?"));
        }
        return tests.stream();
    }

    private static Stream<TestTemplateInvocationContext> tests(
            BackendProvider provider, ExtensionContext context, Settings settings) {
        String wanted = settings.backend().orElse(provider.name());
        if (!wanted.equals(provider.name()) && !wanted.startsWith(provider.name() + ":")) {
            return Stream.empty();
        }
        Capability availability = provider.availability();
        if (!availability.possible()) {
            Certificates.of(context).recordUnavailable(provider.name(), availability.reason());
            return Stream.of(new SkippedTest(provider.name(), availability.reason()));
        }
        Each each = context.getRequiredTestMethod().getAnnotation(Rule.class).each();
        return provider.devices().stream()
                .filter(device -> wanted.equals(provider.name()) || wanted.equals(nameOf(provider, device)))
                .flatMap(device -> each.arguments(settings)
                        .map(argument -> new DeviceTest(subject(provider, device, context, settings), argument)));
    }

    private static Subject subject(
            BackendProvider provider, GateDevice device, ExtensionContext context, Settings settings) {
        Backends backends = Backends.builder()
                .provider(provider)
                .force(nameOf(provider, device))
                .build();
        Class<?> testClass = context.getRequiredTestClass();
        return new Subject(
                provider,
                device,
                backends,
                settings.grade().orElse(device.grade()),
                RuleNames.of(context.getRequiredTestMethod()),
                settings.effort(),
                testClass == InstalledBackendsTest.class
                        ? Rerun.ofCommandLine(settings.golden())
                        : Rerun.ofTestClass(testClass, settings.golden()));
    }

    private static String nameOf(BackendProvider provider, GateDevice device) {
        return provider.name() + ":" + device.id();
    }
}
