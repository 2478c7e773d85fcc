"""A reentrant checkpoint gets inputs without requires_grad, so its layers are not trained."""
import torch
import torch.nn as nn


def frozen_input_bad():
    from torch.utils.checkpoint import checkpoint
    block, head = nn.Linear(3, 3), nn.Linear(3, 1)
    frozen = torch.randn(2, 3)
    out = checkpoint(block, frozen, use_reentrant=True)  # expect: grad-checkpoint so the checkpointed layers run without a graph
    head(out).sum().backward()
    print(block.weight.grad)


def frozen_input_fixed():
    from torch.utils.checkpoint import checkpoint
    block, head = nn.Linear(3, 3), nn.Linear(3, 1)
    frozen = torch.randn(2, 3)
    out = checkpoint(block, frozen, use_reentrant=False)
    head(out).sum().backward()
    print(block.weight.grad)


def checkpoint_ok():
    from torch.utils.checkpoint import checkpoint
    block, head = nn.Linear(3, 3), nn.Linear(3, 1)
    out = checkpoint(block, torch.randn(2, 3), use_reentrant=False)
    head(out).sum().backward()
