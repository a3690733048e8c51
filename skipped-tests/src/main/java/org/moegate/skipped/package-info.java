/** What a build says at its end about the tests that it has skipped. */
@NullMarked
package org.moegate.skipped;

import org.jspecify.annotations.NullMarked;
