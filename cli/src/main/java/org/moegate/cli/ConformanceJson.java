package org.moegate.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run of the conformance kit found, as fields of one JSON object. */
final class ConformanceJson {

    private ConformanceJson() {}

    static Map<String, Object> fields(List<DeviceResult> results, List<String> untested, CertificateFiles certificates)
            throws IOException {
        List<Map<String, Object>> devices = new ArrayList<>();
        for (DeviceResult result : results) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("device", result.device());
            fields.put("verdict", certificates.verdict(result.device()));
            fields.put("certificate", certificates.of(result.device()).toString());
            fields.put("tests", result.tests());
            for (KitOutcome outcome : KitOutcome.values()) {
                fields.put(outcome.toString(), result.with(outcome).size());
            }
            fields.put(
                    "rules",
                    result.rules().stream().map(ConformanceJson::fields).toList());
            devices.add(fields);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("devices", devices);
        fields.put("not_tested", untested);
        return fields;
    }

    private static Map<String, Object> fields(RuleResult result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", result.rule().id());
        fields.put("contract", result.rule().contract());
        fields.put("sentence", result.rule().sentence());
        fields.put("outcome", result.outcome().toString());
        fields.put("message", result.message());
        fields.put("tests", result.tests().size());
        return fields;
    }
}
