/** Conformance inside a container that brings its own OpenCL driver. */
@NullMarked
package org.moegate.containers;

import org.jspecify.annotations.NullMarked;
