package org.moegate.tensors;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one tensor's member of a safetensors header and holds it to the data there is. */
final class SafetensorsEntryReader {

    private final HeaderSource source;
    private final long dataSize;

    SafetensorsEntryReader(HeaderSource source, long dataSize) {
        this.source = source;
        this.dataSize = dataSize;
    }

    TensorEntry read(String name, @Nullable Object member) throws TensorFileException {
        String tensor = "tensor " + Printable.value(name);
        if (!(member instanceof Map<?, ?> fields)) {
            throw source.fault(tensor + " = " + Printable.value(member)
                    + ": must be an object with dtype, shape and data_offsets");
        }
        ElementType type = type(tensor, required(tensor, fields, "dtype"));
        List<Long> shape = wholeNumbers(tensor, "shape", required(tensor, fields, "shape"));
        List<Long> offsets = wholeNumbers(tensor, "data_offsets", required(tensor, fields, "data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw source.fault(tensor + ": data_offsets = " + Printable.value(offsets)
                    + ": must be two numbers, begin and end, begin not after end");
        }
        TensorEntry entry = new TensorEntry(type, shape, offsets.get(0), offsets.get(1));
        requireSize(tensor, entry);
        return entry;
    }

    private @Nullable Object required(String tensor, Map<?, ?> fields, String field) throws TensorFileException {
        if (!fields.containsKey(field)) {
            throw source.fault(tensor + ": " + field + " is missing");
        }
        return fields.get(field);
    }

    private ElementType type(String tensor, @Nullable Object dtype) throws TensorFileException {
        ElementType type = dtype instanceof String name ? ElementType.named(name) : null;
        if (type == null) {
            throw source.fault(
                    tensor + ": dtype = " + Printable.value(dtype) + ": must be one of " + ElementType.names());
        }
        return type;
    }

    private List<Long> wholeNumbers(String tensor, String field, @Nullable Object value) throws TensorFileException {
        if (!(value instanceof List<?> items)) {
            throw source.fault(tensor + ": " + field + " = " + Printable.value(value) + ": must be an array");
        }
        List<Long> numbers = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            boolean whole = item instanceof Integer || item instanceof Long;
            if (!whole || ((Number) item).longValue() < 0) {
                String allowed =
                        item instanceof BigInteger ? "must lie in 0..2^63-1" : "must be a whole number, at least 0";
                throw source.fault(tensor + ": " + field + "[" + i + "] = " + Printable.value(item) + ": " + allowed);
            }
            numbers.add(((Number) item).longValue());
        }
        return List.copyOf(numbers);
    }

    private void requireSize(String tensor, TensorEntry entry) throws TensorFileException {
        String offsets = tensor + ": data_offsets = [" + entry.begin() + ", " + entry.end() + "]: ";
        if (entry.end() > dataSize) {
            throw source.fault(offsets + "must lie within the file's " + dataSize + " bytes of data, is it truncated?");
        }
        String needs = "shape " + Printable.value(entry.shape()) + " of "
                + entry.type().name() + " needs ";
        long needed;
        try {
            needed = Shapes.byteSize(entry.shape(), entry.type().bits());
        } catch (ArithmeticException overflow) {
            throw source.fault(tensor + ": " + needs + "more memory than can be addressed", overflow);
        }
        if (entry.end() - entry.begin() != needed) {
            throw source.fault(offsets + "are " + (entry.end() - entry.begin()) + " bytes, " + needs + needed);
        }
    }
}
