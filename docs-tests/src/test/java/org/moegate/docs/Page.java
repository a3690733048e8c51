package org.moegate.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A page of the docs.
 *
 * @param path below the project's folder
 * @param document what the parser made of it
 */
record Page(Path path, Node document) {

    /** The project's folder, from that of this module, where its tests run. */
    static final Path ROOT = Path.of("..");

    /** What is built here, or kept by tools, is no part of the project. */
    private static final Set<String> NOT_LOOKED_INTO = Set.of("target", ".git");

    private static final Parser PARSER =
            Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();

    /** Every page of the project, in the order of their paths. */
    static List<Page> all() throws IOException {
        List<Page> pages = new ArrayList<>();
        for (Path file : files(".md")) {
            pages.add(read(file));
        }
        return pages;
    }

    /** A page by its path below the project's folder. */
    static Page read(Path path) throws IOException {
        return new Page(path, PARSER.parse(Files.readString(ROOT.resolve(path))));
    }

    /** The project's files whose names end so, as paths below its folder. */
    static List<Path> files(String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_LOOKED_INTO.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(ending)) {
                    found.add(ROOT.relativize(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }

    /** Its code blocks, fenced and indented, those in lists too. */
    List<CodeBlock> codeBlocks() {
        List<CodeBlock> blocks = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                // the first line is the fence
                blocks.add(new CodeBlock(path, firstLine(block) + 1, block.getInfo(), block.getLiteral()));
            }

            @Override
            public void visit(IndentedCodeBlock block) {
                blocks.add(new CodeBlock(path, firstLine(block), CodeBlock.SHELL, block.getLiteral()));
            }
        });
        return blocks;
    }

    /** Where its links lead, and where its images are. */
    List<String> links() {
        List<String> links = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Image image) {
                links.add(image.getDestination());
            }

            @Override
            public void visit(Link link) {
                links.add(link.getDestination());
                visitChildren(link);
            }
        });
        return links;
    }

    /** What a link may name behind a {@code #}: the headings, as GitHub makes anchors of them. */
    Set<String> anchors() {
        return headings().stream()
                .map(heading -> text(heading)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** What stands as code in its headings. */
    List<String> codeInHeadings() {
        List<String> codes = new ArrayList<>();
        for (Heading heading : headings()) {
            heading.accept(new AbstractVisitor() {
                @Override
                public void visit(Code code) {
                    codes.add(code.getLiteral());
                }
            });
        }
        return codes;
    }

    private List<Heading> headings() {
        List<Heading> headings = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                headings.add(heading);
            }
        });
        return headings;
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }
        });
        return text.toString();
    }

    private static int firstLine(Node block) {
        return block.getSourceSpans().getFirst().getLineIndex() + 1;
    }

    /** The text of one of the project's files. */
    static String text(Path path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
