/** Calls of a gate as numbers: golden ones, random ones, and how they come into memory. */
@NullMarked
package org.moegate.conformance.cases;

import org.jspecify.annotations.NullMarked;
