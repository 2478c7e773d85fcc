import torch
from torch import nn
class Experts(nn.Module):
    def __init__(self, n=2):
        super().__init__()
        self.gate = nn.Linear(3, n)
        self.experts = tuple(nn.Linear(3, 3) for _ in range(n))  # expect: module-unregistered
    def forward(self, x):
        g = self.gate(x).softmax(-1)
        return sum(g[:, i:i + 1] * e(x) for i, e in enumerate(self.experts))
