"""Backward through a graph that an earlier backward has freed."""
import torch
import torch.nn as nn


class CachedScale(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(2))
        self.scale = torch.exp(self.log_scale)  # expect: graph-freed computed once in `__init__`

    def forward(self, x):
        return x * self.scale


def computed_in_init_bad():
    model = CachedScale()
    for _ in range(2):
        loss = model(torch.ones(2)).sum()
        loss.backward()  # raises: backward through the graph a second time


def carried_state_bad():
    w = torch.ones(2, requires_grad=True)
    h = torch.ones(2)
    for _ in range(3):
        h = h * w  # expect: graph-freed freed by the first backward
        h.sum().backward()  # raises: backward through the graph a second time


def carried_state_detached_ok():
    w = torch.ones(2, requires_grad=True)
    h = torch.ones(2)
    for _ in range(3):
        h = h.detach() * w
        h.sum().backward()


def nothing_saved_ok():
    w = torch.ones(2, requires_grad=True)
    h = w + 1
    for _ in range(3):
        h.sum().backward()
