package com.example.jlama;

import com.fasterxml.jackson.core.type.TypeReference;
import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.util.JsonSupport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.HuggingFaceConfig;
import org.moegate.PlanRequest;

/** Runs Jlama with its own gate and with moegate's, and prints what is the same and what is not. */
public final class Main {

    private static final String TEXT =
            "The router of a mixture of experts sends each token to the few experts that suit it "
                    + "best, and the weights say how much each of them has to say.";
    private static final long SEED = 25;

    private Main() {}

    /**
     * Makes a model, routes with it, and prints.
     *
     * @param args the folder to write the model to
     * @throws IOException if the model cannot be written or read
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("usage: Main FOLDER, which the model is written to");
            System.exit(2);
        }
        Path folder = Path.of(args[0]);
        MixtralShape shape = MixtralShape.tiny();
        TinyMixtral.write(folder, shape, SEED);
        try (GatePlan plan = Backends.discover().plan(request(folder))) {
            System.out.println(Report.title(shape, folder, plan));
            List<RoutedToken> routed = route(folder, plan);
            System.out.println(Report.tokens(routed));
            System.out.println(Report.layers(routed));
            Map<String, AbstractModel> models = models(folder, plan);
            System.out.println(Report.nextTokens(nextTokens(models)));
            System.out.println(Report.speed(Speed.measure(models, TEXT)));
            models.values().forEach(AbstractModel::close);
        }
    }

    /** The gate that the model's own {@code config.json} describes, for float32 logits without a bias. */
    static PlanRequest request(Path folder) throws IOException {
        Map<String, Object> config =
                JsonSupport.om.readValue(folder.resolve("config.json").toFile(), new TypeReference<>() {});
        GateSpec spec = HuggingFaceConfig.read(config);
        return PlanRequest.of(spec).withBias(null);
    }

    private static List<RoutedToken> route(Path folder, GatePlan plan) throws IOException {
        List<RoutedToken> seen = new ArrayList<>();
        try (AbstractModel model = OpenMixtralModel.load(
                folder, (open, layer, weights) -> new ComparedBlock(open, layer, weights, plan, seen::add))) {
            Decoding.nextTokens(model, TEXT);
        }
        return seen;
    }

    /** Jlama as it is, and with moegate's block, which adds the experts' outputs as Jlama does or by their weights. */
    private static Map<String, AbstractModel> models(Path folder, GatePlan plan) throws IOException {
        Map<String, AbstractModel> models = new LinkedHashMap<>();
        models.put(Report.JLAMA, OpenMixtralModel.loadJlamas(folder));
        models.put(Report.UNWEIGHTED, withMoegate(folder, plan, MoegateBlock.Weights.IGNORED));
        models.put(Report.WEIGHTED, withMoegate(folder, plan, MoegateBlock.Weights.APPLIED));
        return models;
    }

    private static AbstractModel withMoegate(Path folder, GatePlan plan, MoegateBlock.Weights use) throws IOException {
        return OpenMixtralModel.load(folder, (model, layer, weights) -> new MoegateBlock(model, weights, plan, use));
    }

    private static Map<String, Distributions> nextTokens(Map<String, AbstractModel> models) {
        Map<String, Distributions> distributions = new LinkedHashMap<>();
        models.forEach((name, model) -> distributions.put(name, Decoding.nextTokens(model, TEXT)));
        return distributions;
    }
}
