from dataclasses import dataclass
import math
import torch
from torch import nn, Tensor


@dataclass
class RotaryConfig:
    heads: int = 2
    dim: int = 4
    learnable: bool = True


class LowRankLinear(nn.Module):
    def __init__(self, fan_in: int, fan_out: int, rank: int = 2):
        super().__init__()
        self.down = nn.Parameter(torch.randn(rank, fan_in) / math.sqrt(fan_in))
        self.up = nn.Parameter(torch.randn(fan_out, rank) / math.sqrt(rank))
        self.kernel = nn.Parameter(self.up @ self.down)  # expect: detached-parameter

    def forward(self, x: Tensor) -> Tensor:
        return x @ self.kernel.T


class Mixer(nn.Module):
    def __init__(self, cfg: RotaryConfig):
        super().__init__()
        width = cfg.heads * cfg.dim
        self.q, self.k = LowRankLinear(width, width), LowRankLinear(width, width)
        self.scale = width ** -0.5

    def forward(self, tokens: Tensor) -> Tensor:
        scores = self.q(tokens) @ self.k(tokens).transpose(-1, -2) * self.scale
        return scores.softmax(-1) @ tokens
