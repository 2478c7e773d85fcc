import torch
from torch import nn

def split_heads(x, n):
    return x.view(x.size(0), n, -1)

class Gain(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.lin, self.heads = nn.Linear(d, d), heads
    def forward(self, x):
        y = self.lin(x)
        h = split_heads(y, self.heads)
        h[:, 0] *= 2
        return y

Gain(6, 3)(torch.randn(2, 6)).sum().backward()
