// The kernel for any gate.

#include "route.h"

namespace {

#include "tiled.cu"

}  // namespace

EMULATED_KERNEL(route_tiled) {
    const RouteArguments *route = static_cast<const RouteArguments *>(arguments);
    route_tiled(route->batch, route->gate, route->scratch);
}
