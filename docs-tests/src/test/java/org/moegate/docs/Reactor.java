package org.moegate.docs;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What Maven builds here, by the project's own pom files.
 *
 * @param modules the folders, as {@code -pl} has them
 * @param profiles the ids of profiles
 * @param versions the version of each artifact, by its id
 */
record Reactor(Set<String> modules, Set<String> profiles, Map<String, String> versions) {

    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    static Reactor read() throws IOException {
        Document root = parse(Page.text(Path.of("pom.xml")));
        Set<String> modules = new LinkedHashSet<>(texts(root, "/project/modules/module"));
        Set<String> profiles = new HashSet<>(texts(root, "//profile/id"));
        Map<String, String> versions = new HashMap<>();
        for (String module : modules) {
            Document pom = parse(Page.text(Path.of(module, "pom.xml")));
            profiles.addAll(texts(pom, "//profile/id"));
            versions.put(
                    texts(pom, "/project/artifactId").getFirst(),
                    texts(pom, "/project/version | /project/parent/version").getFirst());
        }
        return new Reactor(modules, profiles, versions);
    }

    /** Fails where the text is not well-formed. */
    static Document parse(String xml) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            return builder.parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("not well-formed: " + e.getMessage() + "\n" + xml, e);
        }
    }

    /** The texts of the nodes that an XPath finds. */
    static List<String> texts(Node from, String path) {
        return nodes(from, path).stream()
                .map(node -> node.getTextContent().strip())
                .toList();
    }

    static List<Node> nodes(Node from, String path) {
        try {
            NodeList found = (NodeList) XPATH.evaluate(path, from, XPathConstants.NODESET);
            return IntStream.range(0, found.getLength()).mapToObj(found::item).toList();
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
