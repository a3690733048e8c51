/**
 * Tensors in files, memory-mapped. Files are taken for hostile: one that does not hold what it says ends in a
 * {@link org.moegate.tensors.TensorFileException} of one line, whatever its bytes are.
 */
@NullMarked
package org.moegate.tensors;

import org.jspecify.annotations.NullMarked;
