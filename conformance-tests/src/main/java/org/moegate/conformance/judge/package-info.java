/** What a backend must return, whether it did, and how a difference is told. */
@NullMarked
package org.moegate.conformance.judge;

import org.jspecify.annotations.NullMarked;
