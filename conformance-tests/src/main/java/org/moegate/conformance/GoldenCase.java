package org.moegate.conformance;

/**
 * An input and the routing that an exact gate returns for it.
 *
 * @param input the call
 * @param expected ids, and weights rounded from float64
 */
record GoldenCase(RoutingCase input, Routing expected) {}
