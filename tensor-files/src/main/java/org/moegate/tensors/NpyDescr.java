package org.moegate.tensors;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** NumPy's names of element types, of which only little-endian numbers and booleans have a {@link StoredType}. */
final class NpyDescr {

    private static final Map<String, StoredType> TYPES = Map.ofEntries(
            Map.entry("f8", StoredType.F64),
            Map.entry("f4", StoredType.F32),
            Map.entry("f2", StoredType.F16),
            Map.entry("i8", StoredType.I64),
            Map.entry("i4", StoredType.I32),
            Map.entry("i2", StoredType.I16),
            Map.entry("i1", StoredType.I8),
            Map.entry("u8", StoredType.U64),
            Map.entry("u4", StoredType.U32),
            Map.entry("u2", StoredType.U16),
            Map.entry("u1", StoredType.U8),
            Map.entry("b1", StoredType.BOOL));

    private static final String ALLOWED = "must be one of <f8, <f4, <f2, <i8, <i4, <i2, |i1, <u8, <u4, <u2, |u1, |b1";

    private NpyDescr() {}

    static StoredType type(HeaderSource source, @Nullable Object descr) throws TensorFileException {
        String problem = "descr = " + Printable.value(descr) + ": ";
        if (!(descr instanceof String name) || name.isEmpty()) {
            throw source.fault(problem + ALLOWED + "; records and sub-arrays have no single type");
        }
        char order = name.charAt(0);
        StoredType type = TYPES.get(name.substring(1));
        // some writers say < of single bytes too, where NumPy says that they have no order
        if (type != null && (order == '<' || (order == '|' && type.byteSize() == 1))) {
            return type;
        }
        throw source.fault(problem + refusal(order, name.substring(1)));
    }

    private static String refusal(char order, String kind) {
        if (kind.equals("V2")) {
            return "probably bfloat16, for which .npy has no type; save it as safetensors";
        }
        if (kind.startsWith("O")) {
            return "pickled Python objects are never loaded; " + ALLOWED;
        }
        if (order == '>') {
            return "big-endian is not read, save a.astype(a.dtype.newbyteorder('<')); " + ALLOWED;
        }
        return ALLOWED;
    }
}
