"""Activation quantisation by writing into .data, with a mixin for the bookkeeping."""
import torch
from torch import nn


class Ranged:
    """Keeps the largest magnitude seen."""

    def observe(self, t):
        self.peak = max(getattr(self, "peak", 0.0), float(t.detach().abs().max()))


class Quantised(Ranged, nn.Module):
    def __init__(self, inner, bits=4):
        super().__init__()
        self.inner = inner
        self.levels = 2 ** (bits - 1) - 1

    def forward(self, x):
        h = self.inner(x)
        self.observe(h)
        energy = h.square()
        step = self.peak / self.levels
        h.data.div_(step).round_().mul_(step)  # expect: inplace-hidden
        return h, energy


layer = Quantised(nn.Linear(3, 3))
x = torch.randn(4, 3)
out, energy = layer(x)
(energy.mean() + 0.0 * out.mean()).backward()
