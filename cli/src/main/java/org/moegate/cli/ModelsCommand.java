package org.moegate.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.moegate.GateSpecFields;
import org.moegate.ModelCatalogue;
import org.moegate.tensors.JsonObjects;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Lists the models whose gates are known. */
@Command(name = "models", description = "List the models whose gates are known.")
final class ModelsCommand implements Callable<Integer> {

    private final PrintWriter out;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    ModelsCommand(PrintWriter out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        List<ModelCatalogue.Model> models = ModelCatalogue.models();
        if (common.json) {
            out.println(json(models));
        } else {
            out.print(table(models));
        }
        return ExitCode.OK;
    }

    private static String json(List<ModelCatalogue.Model> models) {
        return JsonObjects.write(
                Map.of("models", models.stream().map(ModelsCommand::fields).toList()));
    }

    private static Map<String, Object> fields(ModelCatalogue.Model model) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", model.name());
        fields.put("spec", GateSpecFields.write(model.spec()));
        fields.put("selection_bias", model.selectionBias());
        fields.put("source", model.source());
        return fields;
    }

    private static String table(List<ModelCatalogue.Model> models) {
        return Tables.render(
                models,
                List.of(
                        Tables.text("model").with(ModelCatalogue.Model::name),
                        Tables.number("experts")
                                .with(model -> String.valueOf(model.spec().numExperts())),
                        Tables.number("groups")
                                .with(model -> String.valueOf(model.spec().numExpertGroup())),
                        Tables.number("kept")
                                .with(model -> String.valueOf(model.spec().topkGroup())),
                        Tables.number("topk")
                                .with(model -> String.valueOf(model.spec().topk())),
                        Tables.text("scoring")
                                .with(model -> model.spec().scoringFunc().configName()),
                        Tables.text("group score")
                                .with(model -> model.spec().numExpertGroup() == 1
                                        ? "-"
                                        : model.spec().groupScore().configName()),
                        Tables.text("renorm.")
                                .with(model -> yesOrNo(model.spec().renormalize())),
                        Tables.number("scaling")
                                .with(model -> String.valueOf(model.spec().routedScalingFactor())),
                        Tables.text("bias").with(model -> yesOrNo(model.selectionBias())),
                        Tables.text("source").with(ModelCatalogue.Model::source)));
    }

    private static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }
}
