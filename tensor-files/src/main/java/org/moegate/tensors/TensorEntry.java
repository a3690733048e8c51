package org.moegate.tensors;

import java.util.List;

/** What a header says of a tensor; its bytes are {@code begin} to {@code end}, counted from the start of the data. */
record TensorEntry(ElementType type, List<Long> shape, long begin, long end) {}
