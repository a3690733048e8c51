package org.moegate.cuda.emulator;

import java.lang.foreign.MemorySegment;

/**
 * A kernel of a loaded library.
 *
 * @param name a C string
 * @param function runs it as one lane
 */
record EmulatedKernel(MemorySegment name, MemorySegment function) {}
