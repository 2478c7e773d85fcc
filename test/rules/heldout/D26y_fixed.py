import torch
import torch.nn as nn

class SplitGate(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.inp = nn.Linear(c, 3*c)
        self.out = nn.Linear(c, c)
        self.scale = c ** -0.5
    def forward(self, x, pos):
        q, k, v = self.inp(x).chunk(3, dim=-1)
        q = q * self.scale
        k = k + pos
        att = (q @ k.transpose(-2, -1)).softmax(-1)
        return self.out(att @ v)

g = SplitGate(4)
y = g(torch.randn(2, 5, 4), torch.randn(5, 4))
y.mean().backward()
