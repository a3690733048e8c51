package org.moegate.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

@DisplayName("The BOM")
class BomTest {

    private static final Path ROOT = Path.of("..");
    private static final String MANAGED = "/project/dependencyManagement/dependencies/dependency";

    /** Published as well, but a program: nothing depends on it. */
    private static final String PROGRAM = "moegate-cli";

    @Test
    @DisplayName("lists every library that is published, and nothing else")
    void listsWhatIsPublished() throws Exception {
        Set<String> published = new TreeSet<>();
        for (String module : texts(ROOT, "/project/modules/module")) {
            List<String> parent = texts(ROOT.resolve(module), "/project/parent/artifactId");
            List<String> unpublished = texts(ROOT.resolve(module), "/project/properties/maven.deploy.skip");
            if (parent.equals(List.of("moegate-parent")) && unpublished.isEmpty()) {
                published.addAll(texts(ROOT.resolve(module), "/project/artifactId"));
            }
        }
        published.remove(PROGRAM);
        Path bom = ROOT.resolve("bom");
        assertEquals(published, new TreeSet<>(texts(bom, MANAGED + "/artifactId")));
        assertEquals(Set.of("org.moegate"), Set.copyOf(texts(bom, MANAGED + "/groupId")));
    }

    @Test
    @DisplayName("has the version of all the rest")
    void hasTheVersion() throws Exception {
        Path bom = ROOT.resolve("bom");
        assertEquals(texts(ROOT, "/project/version"), texts(bom, "/project/version"));
        assertEquals(Set.of("${project.version}"), Set.copyOf(texts(bom, MANAGED + "/version")));
    }

    /** What an expression finds in the pom.xml of a folder. */
    private static List<String> texts(Path folder, String expression) throws Exception {
        List<String> texts = new ArrayList<>();
        for (Node node : XPathFactory.newDefaultInstance()
                .newXPath()
                .evaluateExpression(expression, document(folder), XPathNodes.class)) {
            texts.add(node.getTextContent());
        }
        return texts;
    }

    /** Without namespaces, so that expressions are short. */
    private static Document document(Path folder) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("pom.xml").toFile());
    }
}
