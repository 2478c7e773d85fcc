"""Gated linear units of an audio model: the two halves of a projection, gate applied in place."""
import torch
from torch import nn


class GatedConv(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.conv = nn.Conv1d(channels, 2 * channels, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        value, gate = torch.split(self.conv(x), x.shape[1], dim=1)
        value.mul_(torch.sigmoid(gate)) # raises: is a view and is being modified inplace  # expect: inplace-view
        return value


def stack(depth: int, channels: int) -> nn.Sequential:
    return nn.Sequential(*(GatedConv(channels) for _ in range(depth)))


net = stack(2, 3)
audio = torch.randn(2, 3, 20)
net(audio).pow(2).mean().backward()
