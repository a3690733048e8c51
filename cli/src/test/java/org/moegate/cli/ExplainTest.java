package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moegate.Backends;
import org.moegate.GateSpec;
import org.moegate.GateSpecFields;
import org.moegate.ModelCatalogue;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.spi.Grade;

@DisplayName("moegate backends --explain")
class ExplainTest {

    private static final String SCALAR = "scalar: the reference's code, row by row; this device has no other";

    @TempDir
    private Path folder;

    /** Has a device for each sort of answer. */
    private static final class AnsweringProvider implements BackendProvider {

        @Override
        public String name() {
            return "abacus";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public Capability availability() {
            return Capability.yes();
        }

        @Override
        public List<GateDevice> devices() {
            return List.of(device("talkative"), device("refusing"), device("silent"));
        }

        private static GateDevice device(String id) {
            return new GateDevice(id, "made of wood", Grade.BIT_EXACT, "");
        }

        @Override
        public Capability supports(GateDevice device, PlanRequest request) {
            return device.id().equals("refusing") ? Capability.no("too few beads") : Capability.yes();
        }

        @Override
        public List<String> explain(GateDevice device, PlanRequest request) {
            return device.id().equals("talkative")
                    ? List.of("1 token: by hand", "from 2 tokens: with a friend")
                    : List.of();
        }

        @Override
        public GateKernel compile(GateDevice device, PlanRequest request) {
            throw new AssertionError("an explanation compiles nothing");
        }
    }

    /** The spec and the answer of the device {@code cpu:scalar}, as {@code --json} has them. */
    private static GateSpec explained(Object... args) {
        Object[] all = new Object[args.length + 3];
        all[0] = "backends";
        all[1] = "--json";
        all[2] = "--explain";
        System.arraycopy(args, 0, all, 3, args.length);
        Map<String, Object> json = Cli.run(all).json();
        Map<String, Object> scalar = JsonValues.objects(
                        JsonValues.objects(json, "backends").getFirst(), "devices")
                .getLast();
        assertEquals("scalar", scalar.get("id"));
        assertEquals(true, scalar.get("can_run"));
        assertEquals(List.of(SCALAR), scalar.get("runs"));
        return GateSpecFields.read(JsonValues.object(json, "spec"));
    }

    @Test
    @DisplayName("says what each device would run for a model, and which would be chosen")
    void explainsModel() {
        Cli.Result result = Cli.run("backends", "--explain", "DeepSeek-V3");
        assertEquals("", result.err());
        assertEquals(0, result.exitCode());
        for (String part : List.of(
                "256 experts in 8 groups, 8 of them for each token",
                "spec from model DeepSeek-V3; logits F32, bias F32",
                "cpu:scalar",
                SCALAR,
                "Chosen: cpu:")) {
            assertTrue(result.out().contains(part), part + " in\n" + result.out());
        }
        assertFalse(result.out().contains("bit-exact"), "no list of grades:\n" + result.out());
    }

    @Test
    @DisplayName("takes a model, a config.json, flags over either, and flags alone")
    void takesEverySpec() throws IOException {
        Path config = SampleFiles.config(folder, """
                {"model_type": "qwen3_moe", "num_experts": 128, "num_experts_per_tok": 8, "norm_topk_prob": true}
                """);
        assertEquals(ModelCatalogue.require("DeepSeek-V3").spec(), explained("DeepSeek-V3"));
        assertEquals(128, explained(config).numExperts());
        assertEquals(9, explained(config, "--topk=9").topk());
        assertEquals(GateSpec.builder(2048, 8).build(), explained("--num-experts=2048", "--topk=8"));
    }

    @Test
    @DisplayName("gives each answer of a device a line of its own, and says why there is none")
    void answers() {
        Backends backends = Backends.builder().provider(new AnsweringProvider()).build();
        SpecSource.Found gate = new SpecSource.Found(GateSpec.builder(8, 2).build(), "flags");
        StringWriter out = new StringWriter();
        ExplainReport.print(new PrintWriter(out), backends, gate, backends.select(gate.request()));
        List<String> lines = out.toString().lines().map(String::strip).toList();
        assertEquals(
                List.of(
                        "abacus:talkative  1 token: by hand",
                        "from 2 tokens: with a friend",
                        "abacus:refusing   cannot run this gate: too few beads",
                        "abacus:silent     it does not say"),
                lines.subList(4, 8));
    }
}
