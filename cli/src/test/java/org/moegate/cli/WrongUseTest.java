package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Wrong use")
class WrongUseTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        SampleFiles.write(folder.resolve("good.safetensors"), Map.of("logits", SampleFiles.logits()));
        Files.createDirectory(folder.resolve("other"));
        SampleFiles.write(folder.resolve("other/good.safetensors"), Map.of("logits", SampleFiles.logits()));
        SampleFiles.config(folder, "{}");
        Files.writeString(folder.resolve("broken.json"), "{");
        Files.createDirectory(folder.resolve("empty"));
        Files.createDirectory(folder.resolve("broken"));
        Files.writeString(folder.resolve("broken/broken.safetensors"), "not tensors");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    rout                                             | did you mean route?
                    models kimi                                      | unknown command or argument kimi
                    route --tokp 3 @good                             | unknown option --tokp, did you mean --topk
                    route --topk=x @good                             | --topk
                    route --topk=1 --topk=2 @good                    | only once
                    route                                            | nothing to route
                    route @good                                      | no spec: give --model
                    route --renormalize @good                        | no spec: give --model
                    route --topk=0 @good                             | topk = 0: must be at least 1
                    route --topk=5 @good                             | must be at most 4
                    route --topk=1 --num-expert-group=3 @good        | num_expert_group = 3
                    route --topk=1 --scoring-func=relu @good         | scoring_func = relu
                    route --topk=1 --group-score=min @good           | group_score = min
                    route --topk=1 --routed-scaling-factor=NaN @good | routed_scaling_factor = NaN
                    route --topk=1 --num-experts=5 @good             | 4 wide, but the spec (flags) has num_experts = 5
                    route --model=NoSuchModel @good                  | NoSuchModel
                    route --model=DeepSeek-V3 @good                  | 4 wide, but the spec (model DeepSeek-V3)
                    route --model=DeepSeek-V3 --config=@config @good | give one of them
                    route --config=@config @good                     | config.json:
                    route --topk=1 --num-token-non-padded=3 @good    | must lie in 0..2
                    route --topk=1 --num-token-non-padded=-1 @good   | must lie in 0..2
                    route --topk=1 --rows=-1 @good                   | --rows = -1
                    route --topk=1 --out=@folder/x.npy @good         | must end in .safetensors
                    route --topk=1 --out=@good @good                 | is an input of this run
                    route --topk=1 --out=@folder/out @good @folder/other/good.safetensors | several inputs
                    route --demo @good                               | --demo brings its own
                    route --demo --topk=3                            | --demo brings its own
                    backends --topk=3                                | flags of a spec go with --explain
                    backends --explain                               | no spec: name a model, a config.json, or at least
                    backends --explain --topk=3                      | num_experts
                    backends --explain NoSuchModel                   | NoSuchModel
                    backends --explain @config                       | config.json:
                    backends --explain DeepSeek-V3 --topk=0          | topk = 0: must be at least 1
                    backends DeepSeek-V3                             | unknown command or argument DeepSeek-V3
                    conformance --rule=golden                        | --rule = golden: no such rule, did you mean goldenCases?
                    conformance --rule=abacus                        | no such rule, there are absentBiasIsZeros, allExpertsChosen,
                    conformance --grade=perfect                      | --grade = perfect: must be conformant or bit-exact
                    conformance --seed=x                             | --seed
                    conformance --cases=0                            | --cases = 0: must be at least 1
                    conformance --shapes=-1                          | --shapes = -1: must be at least 1
                    conformance cpu                                  | unknown command or argument cpu
                    """)
    @DisplayName("exits with 2 and one line")
    void exitsWithTwo(String line, String expectedPart) {
        Cli.run(arguments(line)).assertOneLine(2, expectedPart);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    route --topk=1 nope.safetensors                                | nope.safetensors
                    route --topk=1 @folder                                         | is a directory, not a file
                    route --topk=1 --logits-tensor=router @good                    | no tensor "router", it holds "logits" (--logits-tensor
                    route --topk=1 --bias-tensor=bias @good                        | no tensor "bias", it holds "logits" (--bias-tensor
                    route --topk=1 --bias-file=nope.npy @good                      | nope.npy
                    route --topk=1 --backend=abacus @good                          | "abacus"
                    route --topk=1 --backend=cpu:99 @good                          | "99"
                    route --config=nope.json @good                                 | nope.json: no such file
                    route --config=@folder @good                                   | @folder
                    route --config=@folder/broken.json @good                       | broken.json
                    route --topk=1 --out=@config @good other.safetensors | config.json: exists and is no folder
                    route --topk=1 --out=@folder/no/such/x.safetensors @good       | x.safetensors
                    backends --explain nope.json                                   | nope.json: no such file
                    backends --explain @folder/broken.json                         | broken.json
                    conformance --backend=abacus --out=@folder/out                 | "abacus"
                    conformance --backend=cpu:99 --out=@folder/out                 | "99"
                    conformance --golden=nope --out=@folder/out                    | nope: no such file or folder
                    conformance --golden=@config --out=@folder/out                 | config.json: is a file, --golden takes a folder
                    conformance --golden=@folder/empty --out=@folder/out           | no golden files, none ends in .safetensors
                    conformance --golden=@folder/broken --out=@folder/out          | broken.safetensors
                    conformance --out=@config                                      | config.json: exists and is no folder
                    route --topk=2000000001 --num-fused-shared-experts=2000000000 @good | outputs of one run
                    """)
    @DisplayName("of files and backends exits with 1 and one line")
    void exitsWithOne(String line, String expectedPart) {
        Cli.run(arguments(line)).assertOneLine(1, expectedPart.replace("@folder", folder.toString()));
    }

    @Test
    @DisplayName("without a command shows the usage on stderr")
    void showsUsage() {
        Cli.Result result = Cli.run();
        assertEquals(2, result.exitCode());
        assertEquals("", result.out());
        assertTrue(result.err().startsWith("Usage: moegate"), result.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "route --help", "backends --help", "models --help", "conformance --help"})
    @DisplayName("is avoided with --help")
    void showsHelp(String line) {
        Cli.Result result = Cli.run((Object[]) line.split(" "));
        assertEquals(0, result.exitCode());
        assertEquals("", result.err());
        assertTrue(result.out().startsWith("Usage: moegate"), result.out());
        assertTrue(result.out().lines().allMatch(each -> each.length() <= 100), result.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--version", "route --version", "backends --version", "models --version", "conformance --version"
            })
    @DisplayName("never comes with --version")
    void showsVersion(String line) {
        Cli.Result result = Cli.run((Object[]) line.split(" "));
        assertEquals(0, result.exitCode());
        assertTrue(result.out().startsWith("moegate "), result.out());
    }

    private Object[] arguments(String line) {
        return Arrays.stream(line.split(" +"))
                .map(argument -> argument.replace(
                                "@good", folder.resolve("good.safetensors").toString())
                        .replace("@config", folder.resolve("config.json").toString())
                        .replace("@folder", folder.toString()))
                .toArray();
    }
}
