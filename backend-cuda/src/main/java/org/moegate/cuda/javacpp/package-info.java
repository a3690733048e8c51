/** Where JavaCPP's native libraries come from. For moegate's own modules. */
@org.jspecify.annotations.NullMarked
package org.moegate.cuda.javacpp;
