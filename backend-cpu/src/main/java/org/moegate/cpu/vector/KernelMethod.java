package org.moegate.cpu.vector;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that the JIT must compile on its own. Vectors cost nothing only while every operation on them is inlined
 * into one compiled method. HotSpot stops inlining in the middle of a method that has grown too much, and it does not inline
 * a helper that it has already compiled to a lot of code; either way vectors then go through objects on the heap, at a
 * tenth of the speed. So no helper here takes or returns vectors, not even one that broadcasts a number, and a kernel is
 * longer than {@value #MOST_INLINED} bytes of bytecode, beyond which HotSpot inlines no method into its caller
 * ({@code FreqInlineSize}). A test holds the marked methods to that.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@interface KernelMethod {

    /** HotSpot's limit, in bytes of bytecode. */
    int MOST_INLINED = 325;
}
