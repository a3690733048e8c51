"""Pairs sorted into blocks by PyTorch's functions, on the current CUDA device: a table of times beside those of `cuda-dispatch`."""

import statistics

import torch
from pytorch_gate import micros_in_graph

SHAPES = [(64, 6), (256, 8), (384, 8), (896, 16)]
TOKENS = [1, 64, 1024, 8192, 32768]
BLOCK_SIZE = 64


def align_block_size(ids, num_experts):
    """As `moe_align_block_size`, of ids that are experts all."""
    pairs = ids.numel()
    experts, order = torch.sort(ids, stable=True)
    counts = torch.zeros(num_experts, dtype=torch.int32, device="cuda").scatter_add_(0, ids.long(), torch.ones_like(ids))
    ends = ((counts + BLOCK_SIZE - 1) // BLOCK_SIZE * BLOCK_SIZE).cumsum(0)
    # how much further an expert's pairs lie in blocks than they do in order
    shift = torch.cat([ends.new_zeros(1), ends[:-1]]) - (counts.cumsum(0) - counts)
    most = (pairs + min(pairs, num_experts) * (BLOCK_SIZE - 1)) // BLOCK_SIZE * BLOCK_SIZE
    sorted_ids = torch.full((most,), pairs, dtype=torch.int32, device="cuda")
    sorted_ids[torch.arange(pairs, device="cuda") + shift[experts.long()]] = order.int()
    expert_ids = torch.searchsorted(ends, torch.arange(0, most, BLOCK_SIZE, device="cuda"), right=True)
    return sorted_ids, expert_ids, ends[-1], counts


def table():
    print(f"{torch.cuda.get_device_name()}, PyTorch {torch.__version__}; microseconds in a CUDA graph")
    print(f"{'shape':10} {'tokens':>6} {'sort alone':>11} {'all of it':>10}")
    generator = torch.Generator(device="cuda").manual_seed(20261126)
    for num_experts, topk in SHAPES:
        for tokens in TOKENS:
            logits = torch.rand(tokens, num_experts, device="cuda", generator=generator)
            ids = logits.topk(topk, dim=-1).indices.to(torch.int32).flatten()
            sort = statistics.median(micros_in_graph(lambda: torch.sort(ids, stable=True)))
            align = statistics.median(micros_in_graph(lambda: align_block_size(ids, num_experts)))
            print(f"{topk:2} of {num_experts:<4} {tokens:6} {sort:11.2f} {align:10.2f}")


if __name__ == "__main__":
    table()
