/**
 * Tensors in files: safetensors, read and written, and NumPy's {@code .npy}, read.
 *
 * <p>Start at {@link org.moegate.tensors.TensorFile} and {@link org.moegate.tensors.SafetensorsWriter}.
 */
@org.jspecify.annotations.NullMarked
module org.moegate.tensors {
    requires static transitive org.jspecify;
    requires tools.jackson.databind;

    exports org.moegate.tensors;
}
