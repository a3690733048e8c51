"""The gate without groups in PyTorch, eager and compiled, on the current CUDA device: times beside those of moegate's kernels.

Run it on the machine and, better, right before or after `java -jar benchmarks.jar cuda-kernels`:

    python3 pytorch_gate.py
"""

import statistics

import torch

SHAPES = [(64, 6), (384, 8)]
ROWS = [5_000, 10_000, 20_000, 40_000]
DTYPES = [torch.float32, torch.float16, torch.bfloat16]
SCALING_FACTOR = 2.5
KERNELS_A_GRAPH = 20
REPLAYS = 21


def gate(logits, bias, topk):
    scores = torch.sigmoid(logits.float())
    ids = torch.topk(scores + bias, topk, dim=-1, sorted=True).indices
    weights = scores.gather(-1, ids)
    weights = weights / weights.sum(-1, keepdim=True) * SCALING_FACTOR
    return ids.to(torch.int32), weights


def median_micros(run, count):
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
    return statistics.median(times)


def micros_of_calls(function):
    """As a program has it that calls one gate after the other."""

    def run():
        for _ in range(KERNELS_A_GRAPH):
            function()

    return median_micros(run, KERNELS_A_GRAPH)


def micros_in_graph(function):
    """The GPU's part alone."""
    function()
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        for _ in range(KERNELS_A_GRAPH):
            function()
    return median_micros(graph.replay, KERNELS_A_GRAPH)


def compiled(dynamic):
    torch._dynamo.reset()
    return torch.compile(gate, dynamic=dynamic)


def main():
    print(f"{torch.cuda.get_device_name()}, PyTorch {torch.__version__}; microseconds: in a CUDA graph / call after call")
    print(f"{'shape':10} {'logits':9} {'rows':>6} {'eager':>16} {'static':>16} {'dynamic':>16} {'copy':>8}")
    generator = torch.Generator(device="cuda").manual_seed(20261126)
    for num_experts, topk in SHAPES:
        bias = torch.randn(num_experts, device="cuda", generator=generator) * 0.05
        for dtype in DTYPES:
            inputs = {
                rows: torch.randn(rows, num_experts, device="cuda", generator=generator).to(dtype) for rows in ROWS
            }
            figures = {rows: [] for rows in ROWS}
            for function in (gate, compiled(dynamic=False), compiled(dynamic=True)):
                for rows, logits in inputs.items():
                    run = lambda: function(logits, bias, topk)
                    figures[rows].append(f"{micros_in_graph(run):7.2f}/{micros_of_calls(run):7.2f}")
            for rows, logits in inputs.items():
                copied = (logits.numel() * logits.element_size() + 8 * rows * topk) // 2
                source = torch.empty(copied, dtype=torch.uint8, device="cuda")
                target = torch.empty_like(source)
                copy = micros_in_graph(lambda: target.copy_(source))
                name = str(dtype).removeprefix("torch.")
                print(f"{topk} of {num_experts:<5} {name:9} {rows:6} {' '.join(f'{f:>16}' for f in figures[rows])} {copy:8.2f}")


if __name__ == "__main__":
    main()
