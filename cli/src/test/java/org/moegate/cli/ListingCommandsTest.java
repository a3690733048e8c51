package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.Backends;
import org.moegate.GateSpecFields;
import org.moegate.ModelCatalogue;

@DisplayName("moegate backends and moegate models")
class ListingCommandsTest {

    @Test
    @DisplayName("backends lists every device with its grade, and the choice with its reason")
    void listsBackends() {
        Cli.Result result = Cli.run("backends");
        assertEquals("", result.err());
        assertEquals(0, result.exitCode());
        for (String part : List.of("cpu:scalar", "bit-exact", "Chosen: cpu:", "chosen, the first that can run")) {
            assertTrue(result.out().contains(part), part + " in\n" + result.out());
        }
    }

    @Test
    @DisplayName("backends --json names what would be chosen")
    void listsBackendsAsJson() {
        Map<String, Object> json = Cli.run("backends", "--json").json();
        Map<String, Object> cpu = JsonValues.objects(json, "backends").getFirst();
        assertEquals("cpu", cpu.get("name"));
        assertEquals(true, cpu.get("can_run"));
        assertTrue(String.valueOf(json.get("chosen")).startsWith("cpu:"));
    }

    @Test
    @DisplayName("backends still lists them where the one that is forced does not exist, and fails with the reason")
    void listsBackendsThoughNoneIsChosen() {
        System.setProperty(Backends.PROPERTY, "abacus");
        try {
            Cli.Result result = Cli.run("backends");
            assertEquals(1, result.exitCode());
            assertTrue(result.out().contains("cpu:scalar"), result.out());
            assertEquals(1, result.err().lines().count(), result.err());
            assertTrue(result.err().startsWith("moegate: backend \"abacus\""), result.err());
        } finally {
            System.clearProperty(Backends.PROPERTY);
        }
    }

    @Test
    @DisplayName("models shows every model of the catalogue")
    void listsModels() {
        Cli.Result result = Cli.run("models");
        assertEquals("", result.err());
        assertEquals(0, result.exitCode());
        for (ModelCatalogue.Model model : ModelCatalogue.models()) {
            assertTrue(
                    result.out()
                            .lines()
                            .anyMatch(line -> line.startsWith(" " + model.name() + " ")
                                    && line.contains(" " + model.spec().numExperts() + " ")
                                    && line.contains(model.source())),
                    model.name());
        }
    }

    @Test
    @DisplayName("models --json holds whole specs")
    void listsModelsAsJson() {
        List<Map<String, Object>> models =
                JsonValues.objects(Cli.run("models", "--json").json(), "models");
        assertEquals(ModelCatalogue.models().size(), models.size());
        for (Map<String, Object> model : models) {
            assertEquals(
                    ModelCatalogue.require(String.valueOf(model.get("name"))).spec(),
                    GateSpecFields.read(JsonValues.object(model, "spec")));
        }
    }
}
