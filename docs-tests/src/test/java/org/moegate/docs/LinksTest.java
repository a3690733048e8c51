package org.moegate.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The docs' links")
class LinksTest {

    @Test
    @DisplayName("lead to files of the project, and to headings of its pages")
    void leadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Page page : Page.all()) {
            for (String link : page.links()) {
                URI target = URI.create(link);
                if (!target.isAbsolute() && !exists(page, target)) {
                    broken.add(page.path() + ": " + link);
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    @DisplayName("lead from the index to every page of the folder")
    void indexIsComplete() throws IOException {
        Path folder = Path.of("docs");
        Page index = Page.read(folder.resolve("README.md"));
        List<String> missing = new ArrayList<>();
        for (Page page : Page.all()) {
            boolean isListed = index.links().contains(page.path().getFileName().toString());
            if (folder.equals(page.path().getParent()) && !page.path().equals(index.path()) && !isListed) {
                missing.add(page.path().toString());
            }
        }
        assertEquals(List.of(), missing);
    }

    private static boolean exists(Page from, URI target) throws IOException {
        Path path = target.getPath().isEmpty()
                ? from.path()
                : from.path().resolveSibling(target.getPath()).normalize();
        if (!Files.exists(Page.ROOT.resolve(path))) {
            return false;
        }
        return target.getFragment() == null || Page.read(path).anchors().contains(target.getFragment());
    }
}
