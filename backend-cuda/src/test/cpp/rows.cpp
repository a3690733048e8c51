// The kernels that are built for one gate. What is a constant of each build on a GPU is looked up here, so that one build
// serves every gate.

#include "route.h"

#define NUM_EXPERTS (route_arguments().gate.num_experts)
#define NUM_EXPERT_GROUP (route_arguments().gate.num_expert_group)
#define TOPK_GROUP (route_arguments().gate.topk_group)
#define TOPK (route_arguments().gate.topk)
#define NUM_FUSED_SHARED_EXPERTS (route_arguments().gate.num_fused_shared_experts)
#define SCORING_FUNC (route_arguments().gate.scoring_func)
#define GROUP_SCORE_IS_MAX (route_arguments().gate.group_score_is_max)
#define RENORMALIZE (route_arguments().gate.renormalize)
#define APPLY_ROUTED_SCALING_FACTOR_ON_OUTPUT (route_arguments().gate.apply_routed_scaling_factor_on_output)
#define ROUTED_SCALING_FACTOR (route_arguments().gate.routed_scaling_factor)
#define LOGITS_DTYPE (route_arguments().gate.logits_dtype)
#define BIAS_DTYPE (route_arguments().gate.bias_dtype)
#define LANES (route_arguments().lanes)
#define KEYS (route_arguments().keys)
#define RUN (route_arguments().run)
#define WARPS (route_arguments().warps)
#define SPLIT_WARPS (route_arguments().split_warps)

namespace {

#include "rows.h"

#include "rows.cu"

}  // namespace

EMULATED_KERNEL(route_rows) {
    route_rows(static_cast<const RouteArguments *>(arguments)->batch);
}

EMULATED_KERNEL(route_split) {
    route_split(static_cast<const RouteArguments *>(arguments)->batch);
}
