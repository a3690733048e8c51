"""The gate in PyTorch, eager and compiled, on the current CUDA device.

    python3 pytorch_gate.py           a table of times beside those of `cuda-kernels`, for gates without groups
    python3 pytorch_gate.py FOLDER    one batch for `bench`: reads gate.json, logits and bias there, writes the ids and weights
                                      of each function there, and prints its times, in microseconds, as a line of JSON
"""

import json
import pathlib
import statistics
import sys

import torch

SHAPES = [(64, 6), (384, 8)]
ROWS = [5_000, 10_000, 20_000, 40_000]
DTYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
SCALING_FACTOR = 2.5
KERNELS_A_GRAPH = 20
REPLAYS = 21

SCORING = {
    "sigmoid": torch.sigmoid,
    "softmax": lambda logits: torch.softmax(logits, dim=-1),
    "sqrtsoftplus": lambda logits: torch.nn.functional.softplus(logits).sqrt(),
}


def gate(logits, bias, spec):
    scores = SCORING[spec["scoring_func"]](logits.float())
    choices = scores + bias
    if spec["num_expert_group"] > 1:
        choices = close_low_groups(choices, spec)
    ids = torch.topk(choices, spec["topk"], dim=-1, sorted=True).indices
    weights = scores.gather(-1, ids)
    if spec["renormalize"]:
        weights = weights / weights.sum(-1, keepdim=True)
    if spec["apply_routed_scaling_factor_on_output"]:
        weights = weights * spec["routed_scaling_factor"]
    return ids.to(torch.int32), weights


def close_low_groups(choices, spec):
    grouped = choices.view(choices.shape[0], spec["num_expert_group"], -1)
    if spec["group_score"] == "max":
        best = grouped.amax(-1)
    else:
        best = grouped.topk(min(2, grouped.shape[-1]), dim=-1).values.sum(-1)
    open_groups = best.topk(spec["topk_group"], dim=-1, sorted=False).indices
    closed = torch.ones_like(best, dtype=torch.bool).scatter_(1, open_groups, False)
    return grouped.masked_fill(closed.unsqueeze(-1), float("-inf")).flatten(1)


def micros(run, count):
    times = []
    for i in range(-5, REPLAYS):
        start = torch.cuda.Event(enable_timing=True)
        end = torch.cuda.Event(enable_timing=True)
        start.record()
        run()
        end.record()
        end.synchronize()
        if i >= 0:
            times.append(start.elapsed_time(end) * 1e3 / count)
    return times


def micros_of_calls(function):
    """As a program has it that calls one gate after the other."""

    def run():
        for _ in range(KERNELS_A_GRAPH):
            function()

    return micros(run, KERNELS_A_GRAPH)


def micros_in_graph(function):
    """The GPU's part alone."""
    function()
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        for _ in range(KERNELS_A_GRAPH):
            function()
    return micros(graph.replay, KERNELS_A_GRAPH)


def compiled(dynamic):
    torch._dynamo.reset()
    return torch.compile(gate, dynamic=dynamic)


def bench(folder):
    spec = json.loads((folder / "gate.json").read_text())

    def read(name):
        return torch.frombuffer(bytearray((folder / name).read_bytes()), dtype=torch.float32).cuda()

    logits = read("logits").view(-1, spec["num_experts"]).to(DTYPES[spec["dtype"]])
    bias = read("bias")
    times = {}
    for name, function in (("eager", gate), ("compiled", compiled(dynamic=False))):
        ids, weights = function(logits, bias, spec)
        (folder / f"{name}.ids").write_bytes(ids.cpu().numpy().tobytes())
        (folder / f"{name}.weights").write_bytes(weights.cpu().numpy().tobytes())
        times[name] = micros_in_graph(lambda: function(logits, bias, spec))
    print(json.dumps(times))


def table():
    print(f"{torch.cuda.get_device_name()}, PyTorch {torch.__version__}; microseconds: in a CUDA graph / call after call")
    print(f"{'shape':10} {'logits':9} {'rows':>6} {'eager':>16} {'static':>16} {'dynamic':>16} {'copy':>8}")
    generator = torch.Generator(device="cuda").manual_seed(20261126)
    for num_experts, topk in SHAPES:
        spec = {
            "topk": topk,
            "num_expert_group": 1,
            "scoring_func": "sigmoid",
            "renormalize": True,
            "apply_routed_scaling_factor_on_output": True,
            "routed_scaling_factor": SCALING_FACTOR,
        }
        bias = torch.randn(num_experts, device="cuda", generator=generator) * 0.05
        for dtype in DTYPES.values():
            inputs = {
                rows: torch.randn(rows, num_experts, device="cuda", generator=generator).to(dtype) for rows in ROWS
            }
            figures = {rows: [] for rows in ROWS}
            for function in (gate, compiled(dynamic=False), compiled(dynamic=True)):
                for rows, logits in inputs.items():
                    run = lambda: function(logits, bias, spec)
                    in_graph = statistics.median(micros_in_graph(run))
                    of_calls = statistics.median(micros_of_calls(run))
                    figures[rows].append(f"{in_graph:7.2f}/{of_calls:7.2f}")
            for rows, logits in inputs.items():
                copied = (logits.numel() * logits.element_size() + 8 * rows * topk) // 2
                source = torch.empty(copied, dtype=torch.uint8, device="cuda")
                target = torch.empty_like(source)
                copy = statistics.median(micros_in_graph(lambda: target.copy_(source)))
                name = str(dtype).removeprefix("torch.")
                print(f"{topk} of {num_experts:<5} {name:9} {rows:6} {' '.join(f'{f:>16}' for f in figures[rows])} {copy:8.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        bench(pathlib.Path(sys.argv[1]))
    else:
        table()
