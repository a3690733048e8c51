package org.moegate.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpecFields;
import org.moegate.tensors.JsonObjects;

/** Shows a run as one JSON object. */
final class RouteJson implements RouteOutput {

    private final PrintWriter out;
    private final int rows;
    private final List<Map<String, @Nullable Object>> results = new ArrayList<>();

    RouteJson(PrintWriter out, int rows) {
        this.out = out;
        this.rows = rows;
    }

    @Override
    public void add(Routing routing, @Nullable Path written) {
        GateInput input = routing.input();
        boolean timed = routing.tokens() > 0;
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("input", input.name());
        result.put("spec", GateSpecFields.write(routing.spec()));
        result.put("spec_origin", input.specSource().origin());
        result.put("num_tokens", routing.tokens());
        result.put("num_token_non_padded", input.numTokenNonPadded());
        result.put("logits_dtype", input.logits().dtype().name());
        result.put(
                "bias_dtype", input.bias() == null ? null : input.bias().dtype().name());
        result.put("backend", routing.backend());
        result.put("device", DeviceText.fields(routing.device()));
        result.put("plan_kept", routing.planKept());
        result.put("nanos_per_token", timed ? routing.nanosPerToken() : null);
        result.put("tokens_per_second", timed ? routing.tokensPerSecond() : null);
        result.put("rows", rowsOf(routing));
        result.put("expert_load", load(routing.load()));
        result.put("out", written == null ? null : written.toString());
        results.add(result);
    }

    private List<Map<String, Object>> rowsOf(Routing routing) {
        int topk = routing.spec().topk();
        List<Map<String, Object>> shown = new ArrayList<>();
        for (int token = 0; token < Math.min(rows, routing.tokens()); token++) {
            List<Integer> ids = new ArrayList<>();
            List<Float> weights = new ArrayList<>();
            for (int column = 0; column < topk; column++) {
                ids.add(routing.id(token, column));
                weights.add(routing.weight(token, column));
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("token", token);
            row.put("topk_ids", ids);
            row.put("topk_weights", weights);
            shown.add(row);
        }
        return shown;
    }

    private static Map<String, @Nullable Object> load(ExpertLoad load) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("counts", load.counts());
        fields.put("mean", load.mean());
        fields.put("imbalance", load.imbalance().isPresent() ? load.imbalance().getAsDouble() : null);
        fields.put("idle", load.idle());
        return fields;
    }

    @Override
    public void finish() {
        out.println(JsonObjects.write(Map.of("results", results)));
    }
}
