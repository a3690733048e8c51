/** The rules of the contract, a file for each of its topics. */
@NullMarked
package org.moegate.conformance.rules;

import org.jspecify.annotations.NullMarked;
