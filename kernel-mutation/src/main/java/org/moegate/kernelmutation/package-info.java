/** Mutation of kernels: text in, mutants out, each tried with the tests of its backend. */
@NullMarked
package org.moegate.kernelmutation;

import org.jspecify.annotations.NullMarked;
