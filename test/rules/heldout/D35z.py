"""Differentiable drum machine: onset times are learned, then rounded to the sample grid."""
import torch
from torch import nn


class DrumTrack(nn.Module):
    def __init__(self, hits: int, length: int):
        super().__init__()
        self.when = nn.Parameter(torch.rand(hits) * length)
        self.loud = nn.Parameter(torch.ones(hits))
        self.length = length

    def forward(self):
        grid = torch.arange(self.length)
        onset = torch.floor(self.when)  # expect: grad-zero
        pulse = torch.exp(-0.5 * (grid[None] - onset[:, None]) ** 2)
        return (self.loud[:, None] * pulse).sum(0)


track = DrumTrack(hits=3, length=24)
target = torch.zeros(24)
target[[4, 12, 20]] = 1.0
opt = torch.optim.Adam(track.parameters(), lr=0.1)
for _ in range(3):
    opt.zero_grad()
    ((track() - target) ** 2).mean().backward()
    opt.step()
