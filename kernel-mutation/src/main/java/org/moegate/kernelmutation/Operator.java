package org.moegate.kernelmutation;

import java.util.stream.Stream;

/** A kind of change. */
@FunctionalInterface
interface Operator {

    /** Every place of a text that it can change, in every way. */
    Stream<Mutation> mutations(KernelText text);
}
