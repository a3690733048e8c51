/**
 * What an engine calls: describe the gate ({@link org.moegate.GateSpec}), find a backend
 * ({@link org.moegate.Backends}), compile a plan ({@link org.moegate.GatePlan}), route tokens.
 *
 * <p>Names follow the models' {@code config.json}, SGLang's {@code moe_fused_gate} and vLLM's {@code grouped_topk}.
 */
@NullMarked
package org.moegate;

import org.jspecify.annotations.NullMarked;
