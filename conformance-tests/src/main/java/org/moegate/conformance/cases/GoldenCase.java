package org.moegate.conformance.cases;

/**
 * An input and the routing that an exact gate returns for it.
 *
 * @param input the call
 * @param expected ids, and weights rounded from float64
 * @param about what the case guards against
 */
public record GoldenCase(RoutingCase input, Routing expected, String about) {}
