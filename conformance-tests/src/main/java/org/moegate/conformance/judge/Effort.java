package org.moegate.conformance.judge;

import java.time.Duration;

/**
 * How far rules go that could go on.
 *
 * @param shapes how many shapes a sweep takes
 * @param warmUp how long a JIT may take until calls allocate nothing
 * @param longRun how long a run of very many calls may take before it is cut short
 */
public record Effort(long shapes, Duration warmUp, Duration longRun) {}
