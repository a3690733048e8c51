package org.moegate.tensors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A safetensors or {@code .npy} file, mapped read-only. Its header has been checked in full; the values of its elements
 * are whatever they are.
 *
 * <p>A {@code .npy} file holds one array without a name. Here it is called {@code logits}, since the logits are the one
 * input that a gate cannot do without.
 *
 * <p>Instances are immutable and safe for use by several threads; {@link #close()} is for when all of them are done. The
 * file must not be shortened while it is open: {@link #requireWhole()} tells whether it was.
 */
public final class TensorFile implements AutoCloseable {

    private static final int NAMES_SHOWN = 5;

    private final Path path;
    private final FileLayout layout;
    private final MemorySegment data;
    private final Arena arena;

    private TensorFile(Path path, FileLayout layout, MemorySegment data, Arena arena) {
        this.path = path;
        this.layout = layout;
        this.data = data;
        this.arena = arena;
    }

    /**
     * Opens a file and checks its header. What starts with NumPy's magic bytes is read as {@code .npy}, all else as
     * safetensors; the file's name plays no part.
     *
     * @param path a regular file
     * @return the open file, to be closed by the caller
     * @throws TensorFileException if the file does not hold what it says
     * @throws IOException if the file cannot be read; one line, starting with the file's name
     */
    public static TensorFile open(Path path) throws IOException {
        String fileName = Printable.fileName(path);
        try {
            requireRegular(path);
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                var source = new HeaderSource(fileName, channel, channel.size());
                FileLayout layout = NpyHeader.isNpy(source) ? NpyHeader.read(source) : SafetensorsHeader.read(source);
                return map(path, channel, layout);
            }
        } catch (IOException error) {
            throw FileErrors.oneLine(fileName, error);
        }
    }

    /** Opening a pipe would wait for its other end. */
    private static void requireRegular(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException(attributes.isDirectory() ? "is a directory, not a file" : "is not a regular file");
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // the arena is the TensorFile's own, and closed with it
    private static TensorFile map(Path path, FileChannel channel, FileLayout layout) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            var data = channel.map(FileChannel.MapMode.READ_ONLY, layout.dataStart(), layout.dataSize(), arena);
            return new TensorFile(path, layout, data, arena);
        } catch (IOException | UnsupportedOperationException failed) {
            arena.close();
            throw new IOException("cannot be mapped into memory", failed);
        }
    }

    /**
     * The tensors' names.
     *
     * @return the names, in the header's order
     */
    public List<String> names() {
        return List.copyOf(layout.entries().keySet());
    }

    /**
     * Whether there is a tensor of this name.
     *
     * @param name any name
     * @return true if {@link #names()} has it
     */
    public boolean contains(String name) {
        return layout.entries().containsKey(name);
    }

    /**
     * A tensor, read-only. Its data is the mapped memory itself where that is aligned to the tensor's elements; the
     * formats do not promise it, and where it is not, the data is an aligned copy that is made anew by each call.
     *
     * @param name one of {@link #names()}
     * @return the tensor; not to be used after {@link #close()}
     * @throws IllegalArgumentException if there is no such tensor, or its elements are of a type that
     *     {@link StoredType} lacks, such as the 8-bit floats
     * @throws IllegalStateException if the file is closed
     */
    public Tensor tensor(String name) {
        TensorEntry entry = layout.entries().get(name);
        if (entry == null) {
            throw new IllegalArgumentException(
                    Printable.fileName(path) + ": has no tensor " + Printable.value(name) + ", " + someNames());
        }
        StoredType type = entry.type().stored();
        if (type == null) {
            throw new IllegalArgumentException(Printable.fileName(path) + ": tensor " + Printable.value(name)
                    + ": dtype = " + entry.type().name() + ": can be listed but not read, must be one of "
                    + List.of(StoredType.values()));
        }
        if (!arena.scope().isAlive()) {
            throw new IllegalStateException(Printable.fileName(path) + ": is closed");
        }
        return new Tensor(
                type,
                entry.shape(),
                aligned(data.asSlice(entry.begin(), entry.end() - entry.begin()), type.byteSize()));
    }

    private static MemorySegment aligned(MemorySegment mapped, int alignment) {
        if (mapped.address() % alignment == 0) {
            return mapped;
        }
        // not of the file's arena: copies that nobody uses any more need not wait for the file to be closed
        return Arena.ofAuto()
                .allocate(mapped.byteSize(), alignment)
                .copyFrom(mapped)
                .asReadOnly();
    }

    private String someNames() {
        var names = layout.entries().keySet();
        if (names.isEmpty()) {
            return "it holds none";
        }
        String shown = names.stream().limit(NAMES_SHOWN).map(Printable::value).collect(Collectors.joining(", "));
        int more = names.size() - NAMES_SHOWN;
        return "it holds " + shown + (more > 0 ? " and " + more + " more" : "");
    }

    /**
     * The strings that a safetensors file keeps beside its tensors.
     *
     * @return an unmodifiable map in the header's order; empty for a {@code .npy} file
     */
    public Map<String, String> metadata() {
        return layout.metadata();
    }

    /**
     * The file.
     *
     * @return the path it was opened with
     */
    public Path path() {
        return path;
    }

    /**
     * Checks that the file still has all of its data. Ask after the last read: of a file that has become shorter some reads end
     * in an {@link InternalError}, and others find zeros.
     *
     * @throws TensorFileException if the file is shorter than it was when it was opened
     * @throws IOException if its size cannot be read; one line, starting with the file's name
     */
    public void requireWhole() throws IOException {
        String fileName = Printable.fileName(path);
        long opened = layout.dataStart() + layout.dataSize();
        long now = size(fileName);
        if (now < opened) {
            throw new TensorFileException(
                    fileName, "became shorter while it was read: " + now + " bytes instead of " + opened, null);
        }
    }

    private long size(String fileName) throws IOException {
        try {
            return Files.size(path);
        } catch (IOException error) {
            throw FileErrors.oneLine(fileName, error);
        }
    }

    /** Unmaps the file; its tensors cannot be used any more. Closing twice does nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
