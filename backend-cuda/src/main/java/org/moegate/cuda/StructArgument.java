package org.moegate.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** The only argument of a kernel: a struct, in memory of its own. For one thread at a time; filling it allocates nothing. */
final class StructArgument implements AutoCloseable {

    private final ByteBuffer struct;
    private final PointerPointer<Pointer> arguments;

    StructArgument(int bytes) {
        struct = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        // an array, since a pointer by itself would be taken for the list rather than put into it
        arguments = new PointerPointer<>(new Pointer[] {new BytePointer(struct)});
    }

    /** The struct, to be written from its first field on. */
    ByteBuffer fields() {
        return struct.clear();
    }

    /** What a launch takes: a list of one. */
    PointerPointer<Pointer> arguments() {
        return arguments;
    }

    @Override
    public void close() {
        arguments.close();
    }
}
