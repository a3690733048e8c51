package org.moegate.benchmarks;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.moegate.GateSpec;
import org.moegate.ModelCatalogue;

/**
 * A gate by a name that fits a command line and a JMH parameter: a model of the catalogue, in any case, or a size such as
 * {@code 8-of-256}, which is sigmoid, renormalised and without groups.
 *
 * @param name as the catalogue spells it, or the size
 * @param spec the gate
 */
public record GateName(String name, GateSpec spec) {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})-of-(\\d{1,6})");

    /**
     * The gate of a name.
     *
     * @throws IllegalArgumentException saying which names there are
     */
    public static GateName of(String name) {
        Matcher size = SIZE.matcher(name);
        if (size.matches()) {
            int topk = Integer.parseInt(size.group(1));
            int experts = Integer.parseInt(size.group(2));
            return new GateName(name, GateSpec.builder(experts, topk).build());
        }
        Optional<ModelCatalogue.Model> model = ModelCatalogue.find(name);
        return model.map(found -> new GateName(found.name(), found.spec()))
                .orElseThrow(() -> new IllegalArgumentException("model = \"" + name
                        + "\": must be TOPK-of-EXPERTS, such as 8-of-256, or a model of the catalogue: "
                        + ModelCatalogue.models().stream()
                                .map(ModelCatalogue.Model::name)
                                .collect(Collectors.joining(", "))));
    }

    /** The size in words, such as "8 of 256 in 4 of 8 groups". */
    public String size() {
        String size = spec.topk() + " of " + spec.numExperts();
        return spec.numExpertGroup() == 1
                ? size
                : size + " in " + spec.topkGroup() + " of " + spec.numExpertGroup() + " groups";
    }
}
