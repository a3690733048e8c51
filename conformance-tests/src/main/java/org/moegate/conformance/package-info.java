/** The contract as tests: golden cases with their right answers, and random cases judged by the reference. */
@NullMarked
package org.moegate.conformance;

import org.jspecify.annotations.NullMarked;
