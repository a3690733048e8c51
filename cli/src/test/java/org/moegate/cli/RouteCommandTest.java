package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.moegate.cli.SampleFiles.floats;
import static org.moegate.cli.SampleFiles.logits;
import static org.moegate.cli.SampleFiles.shorts;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moegate.Backends;
import org.moegate.GateSpec;
import org.moegate.GateSpecFields;
import org.moegate.tensors.JsonObjects;
import org.moegate.tensors.StoredType;
import org.moegate.tensors.TensorFile;

@DisplayName("moegate route")
class RouteCommandTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("chooses the best experts of each token")
    void choosesTheBest() throws IOException {
        Map<String, Object> result = Cli.route(sample(), "--topk", 2);
        assertEquals(List.of(List.of(1, 2), List.of(3, 0)), ids(result));
        assertEquals(2, result.get("num_tokens"));
        assertEquals("flags", result.get("spec_origin"));
        assertEquals("F32", result.get("logits_dtype"));
        assertNull(result.get("bias_dtype"));
    }

    @Test
    @DisplayName("tells people where it ran, what it chose, and how even the load is")
    void reportsToPeople() throws IOException {
        Cli.Result result = Cli.run("route", sample(), "--topk", 2, "--backend", "cpu:scalar");
        assertEquals("", result.err());
        assertEquals(0, result.exitCode());
        for (String part : List.of(
                "4 experts, 2 of them for each token",
                "spec from flags",
                "on cpu:scalar: 2 tokens, ",
                " ns per token, ",
                "1:0.546  2:0.454",
                "load ████  1 expert a bar",
                "imbalance 1.00",
                "bit-exact",
                "not a benchmark")) {
            assertTrue(result.out().contains(part), part + " in\n" + result.out());
        }
    }

    @Test
    @DisplayName("shows as many rows as asked for")
    void showsRows() throws IOException {
        assertEquals(1, ids(Cli.route(sample(), "--topk", 2, "--rows", 1)).size());
    }

    @Test
    @DisplayName("renormalises unless told not to")
    void renormalises() throws IOException {
        assertEquals(1, sumOfWeights(Cli.route(sample(), "--topk", 2)), 1e-6);
        assertEquals(1, sumOfWeights(Cli.route(sample(), "--topk", 2, "--renormalize")), 1e-6);
        assertEquals(1.6119, sumOfWeights(Cli.route(sample(), "--topk", 2, "--no-renormalize")), 1e-4);
    }

    @Test
    @DisplayName("takes every field of the spec from its flag")
    void takesEveryFlag() throws IOException {
        Map<String, Object> expected = Map.of(
                "num_experts",
                4,
                "num_expert_group",
                2,
                "topk_group",
                1,
                "topk",
                2,
                "num_fused_shared_experts",
                1,
                "scoring_func",
                "softmax",
                "group_score",
                "max",
                "renormalize",
                false,
                "routed_scaling_factor",
                2.5,
                "apply_routed_scaling_factor_on_output",
                true);
        Map<String, Object> result = Cli.route(
                sample(),
                "--num-experts",
                4,
                "--num-expert-group=2",
                "--topk-group=1",
                "--topk=2",
                "--num-fused-shared-experts=1",
                "--scoring-func=softmax",
                "--group-score=max",
                "--no-renormalize",
                "--routed-scaling-factor=2.5",
                "--apply-routed-scaling-factor-on-output");
        assertEquals(expected, result.get("spec"));
    }

    @Test
    @DisplayName("takes the spec from the file's metadata, and flags over it")
    void takesMetadata() throws IOException {
        Path file = SampleFiles.write(
                folder.resolve("a.safetensors"),
                Map.of("logits", logits()),
                Map.of("spec", "{\"num_experts\":4,\"topk\":1,\"renormalize\":false}"));
        assertEquals(List.of(List.of(1), List.of(3)), ids(Cli.route(file)));
        Map<String, Object> overridden = Cli.route(file, "--topk=3");
        assertEquals(List.of(List.of(1, 2, 0), List.of(3, 0, 2)), ids(overridden));
        assertEquals("the file's metadata and flags", overridden.get("spec_origin"));
    }

    @Test
    @DisplayName("takes the spec of a model of the catalogue")
    void takesModel() throws IOException {
        Path file = SampleFiles.write(
                folder.resolve("a.safetensors"), Map.of("logits", floats(List.of(1L, 256L), new float[256])));
        Map<String, Object> result = Cli.route(file, "--model", "DeepSeek-V3");
        // all equal: the lower index wins
        assertEquals(List.of(List.of(0, 1, 2, 3, 4, 5, 6, 7)), ids(result));
        assertEquals("model DeepSeek-V3", result.get("spec_origin"));
    }

    @Test
    @DisplayName("takes the spec of a config.json")
    void takesConfig() throws IOException {
        Path config = SampleFiles.config(folder, """
                {"model_type": "qwen3_moe", "num_experts": 4, "num_experts_per_tok": 2, "norm_topk_prob": true}
                """);
        Map<String, Object> result = Cli.route(sample(), "--config", config);
        assertEquals(List.of(List.of(1, 2), List.of(3, 0)), ids(result));
        assertEquals(config.toString(), result.get("spec_origin"));
    }

    @Test
    @DisplayName("uses the bias of the file, or one named by a flag, or none")
    void usesBias() throws IOException {
        Path file = SampleFiles.write(
                folder.resolve("a.safetensors"),
                Map.of(
                        "logits",
                        logits(),
                        "bias",
                        floats(List.of(4L), 0, 0, 9, 0),
                        "gate.e_score_correction_bias",
                        floats(List.of(4L), 9, 0, 0, 0)));
        assertEquals(List.of(List.of(2), List.of(2)), ids(Cli.route(file, "--topk=1")));
        assertEquals(
                List.of(List.of(0), List.of(0)),
                ids(Cli.route(file, "--topk=1", "--bias-tensor", "gate.e_score_correction_bias")));
        assertEquals(List.of(List.of(1), List.of(3)), ids(Cli.route(sample(), "--topk=1")));
    }

    @Test
    @DisplayName("takes the bias from another file, whatever it is called where it is alone there")
    void usesBiasFile() throws IOException {
        Path alone = SampleFiles.write(
                folder.resolve("bias.safetensors"), Map.of("whatever", floats(List.of(4L), 0, 0, 9, 0)));
        assertEquals(List.of(List.of(2), List.of(2)), ids(Cli.route(sample(), "--topk=1", "--bias-file", alone)));
    }

    @Test
    @DisplayName("routes a tensor of another name")
    void routesNamedTensor() throws IOException {
        Path file = SampleFiles.write(folder.resolve("a.safetensors"), Map.of("layer.3.router", logits()));
        assertEquals(
                List.of(List.of(1), List.of(3)), ids(Cli.route(file, "--topk=1", "--logits-tensor", "layer.3.router")));
    }

    @Test
    @DisplayName("reads F16 and BF16, and a vector as one token")
    void readsHalves() throws IOException {
        // 1 and 2 in each format
        Path f16 = SampleFiles.write(
                folder.resolve("f16.safetensors"),
                Map.of("logits", shorts(StoredType.F16, List.of(3L), (short) 0, (short) 0x3C00, (short) 0x4000)));
        Path bf16 = SampleFiles.write(
                folder.resolve("bf16.safetensors"),
                Map.of("logits", shorts(StoredType.BF16, List.of(1L, 3L), (short) 0x4000, (short) 0, (short) 0x3F80)));
        assertEquals(List.of(List.of(2, 1)), ids(Cli.route(f16, "--topk=2")));
        assertEquals(List.of(List.of(0, 2)), ids(Cli.route(bf16, "--topk=2")));
    }

    @Test
    @DisplayName("routes logits that start at an odd byte of the file")
    void routesMisaligned() throws IOException {
        Path file = SampleFiles.writeMisaligned(folder.resolve("odd.safetensors"));
        assertEquals(List.of(List.of(1), List.of(3)), ids(Cli.route(file, "--topk=1")));
    }

    @Test
    @DisplayName("leaves padding rows at id -1")
    void padsRows() throws IOException {
        assertEquals(
                List.of(List.of(1), List.of(-1)), ids(Cli.route(sample(), "--topk=1", "--num-token-non-padded", 1)));
    }

    @Test
    @DisplayName("accepts zero tokens")
    void acceptsZeroTokens() throws IOException {
        Path file = SampleFiles.write(folder.resolve("a.safetensors"), Map.of("logits", floats(List.of(0L, 4L))));
        Path out = folder.resolve("out.safetensors");
        Cli.Result result = Cli.run("route", file, "--topk=2", "--out", out);
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().contains("0 tokens, nothing to do"), result.out());
        try (TensorFile written = TensorFile.open(out)) {
            assertEquals(List.of(0L, 2L), written.tensor("topk_ids").shape());
        }
    }

    @Test
    @DisplayName("prints valid JSON even for NaN weights")
    void printsNaN() throws IOException {
        Path file = SampleFiles.write(
                folder.resolve("a.safetensors"),
                Map.of("logits", floats(List.of(1L, 2L), Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY)));
        assertEquals(
                1, ids(Cli.route(file, "--topk=1", "--scoring-func=softmax")).size());
    }

    @Test
    @DisplayName("writes ids and weights where --out says, with the spec beside them")
    void writesOut() throws IOException {
        Path out = folder.resolve("out.safetensors");
        assertEquals(
                out.toString(), Cli.route(sample(), "--topk=2", "--out", out).get("out"));
        try (TensorFile written = TensorFile.open(out)) {
            assertEquals(StoredType.I32, written.tensor("topk_ids").type());
            assertEquals(StoredType.F32, written.tensor("topk_weights").type());
            assertEquals(List.of(2L, 2L), written.tensor("topk_weights").shape());
            assertEquals(3, written.tensor("topk_ids").data().get(ValueLayout.JAVA_INT_UNALIGNED, 2L * Integer.BYTES));
            assertEquals(
                    GateSpec.builder(4, 2).build(),
                    GateSpecFields.read(
                            JsonObjects.parse(String.valueOf(written.metadata().get("spec")))));
        }
    }

    @Test
    @DisplayName("keeps the plan over files of the same gate, and writes each into the folder of --out")
    void routesSeveralFiles() throws IOException {
        Path first = SampleFiles.write(folder.resolve("a.safetensors"), Map.of("logits", logits()));
        Path second = SampleFiles.write(folder.resolve("b.safetensors"), Map.of("logits", logits()));
        Path out = folder.resolve("out");
        List<Map<String, Object>> results = Cli.run("route", "--json", first, second, "--topk=2", "--out", out)
                .results();
        assertEquals(
                List.of(false, true),
                results.stream().map(each -> each.get("plan_kept")).toList());
        assertTrue(Files.exists(out.resolve("a.routing.safetensors")));
        assertTrue(Files.exists(out.resolve("b.routing.safetensors")));
        assertTrue(Cli.run("route", first, second, "--topk=2").out().contains("plan kept from before"));
    }

    @Test
    @DisplayName("runs on the backend that --backend names")
    void runsOnNamedBackend() throws IOException {
        Map<String, Object> result = Cli.route(sample(), "--topk=1", "--backend", "cpu:scalar");
        assertEquals("cpu", result.get("backend"));
        assertEquals("scalar", JsonValues.object(result, "device").get("id"));
    }

    @Test
    @DisplayName("shows the library's log with --verbose only")
    void logsWhenVerbose() throws IOException {
        // the library logs each choice once a process; no other test makes this one
        System.setProperty(Backends.PROPERTY, "cpu:scalar");
        try {
            Cli.Result verbose = Cli.run("route", sample(), "--topk=1", "--verbose");
            assertTrue(verbose.err().startsWith("INFO: moegate runs on cpu:scalar"), verbose.err());
        } finally {
            System.clearProperty(Backends.PROPERTY);
        }
        assertEquals("", Cli.run("route", sample(), "--topk=1", "--backend=cpu").err());
    }

    @Test
    @DisplayName("shows the stack trace of a failure with --verbose")
    void tracesWhenVerbose() {
        String trace =
                Cli.run("route", "nope.safetensors", "--topk=1", "--verbose").err();
        assertTrue(trace.startsWith("moegate: nope.safetensors: no such file"), trace);
        assertTrue(trace.contains("\tat org.moegate."), trace);
    }

    private Path sample() throws IOException {
        return SampleFiles.write(folder.resolve("sample.safetensors"), Map.of("logits", logits()));
    }

    private static List<List<Number>> ids(Map<String, Object> result) {
        return JsonValues.objects(result, "rows").stream()
                .map(row -> JsonValues.numbers(row, "topk_ids"))
                .toList();
    }

    private static double sumOfWeights(Map<String, Object> result) {
        Map<String, Object> row = JsonValues.objects(result, "rows").getFirst();
        return JsonValues.numbers(row, "topk_weights").stream()
                .mapToDouble(Number::doubleValue)
                .sum();
    }
}
