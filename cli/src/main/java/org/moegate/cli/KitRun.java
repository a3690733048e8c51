package org.moegate.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;
import org.moegate.conformance.InstalledBackendsTest;

/**
 * A run of the conformance kit by JUnit, on the calling thread. All that is JUnit's stays behind this class: were it in the
 * signatures of a command, every other command would load it too.
 *
 * @param rules to run
 * @param devices they will be run on
 * @param settings of the kit, by their names without the prefix
 * @param folder where JUnit's XML goes
 */
record KitRun(List<KitRule> rules, List<String> devices, Map<String, String> settings, Path folder) {

    private static final String SETTINGS_PREFIX = "moegate.conformance.";

    /** Nobody listens but who is told to, whatever else lies on the module path. */
    private static final LauncherConfig CONFIG = LauncherConfig.builder()
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .build();

    /**
     * Runs the rules.
     *
     * @param err for what JUnit cannot write, and for the bar
     * @param columns of the terminal that shows a bar; empty for no bar
     */
    KitResults run(PrintWriter err, Optional<Integer> columns) {
        KitResults results = new KitResults(devices);
        List<TestExecutionListener> listeners = new ArrayList<>();
        listeners.add(results);
        listeners.add(new LegacyXmlReportGeneratingListener(folder, err));
        if (columns.isEmpty()) {
            launch(listeners);
            return results;
        }
        try (KitProgress progress = new KitProgress(rules.size(), devices.size(), err, columns.get())) {
            listeners.add(progress);
            launch(listeners);
        }
        return results;
    }

    private void launch(List<TestExecutionListener> listeners) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(rules.stream()
                        .map(rule -> DiscoverySelectors.selectMethod(InstalledBackendsTest.class, rule.test()))
                        .toList())
                .configurationParameters(settings.entrySet().stream()
                        .collect(Collectors.toMap(setting -> SETTINGS_PREFIX + setting.getKey(), Map.Entry::getValue)))
                .build();
        try (LauncherSession session = LauncherFactory.openSession(CONFIG)) {
            session.getLauncher().execute(request, listeners.toArray(TestExecutionListener[]::new));
        }
    }
}
