import torch
from torch import nn
class Scan(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.full((3,), 0.9))
    def forward(self, u):
        x = torch.zeros_like(u)
        x[0] = u[0]
        for t in range(1, u.shape[0]):
            x[t] = self.a * x[t - 1] + u[t]  # expect: inplace-saved
        return x
Scan()(torch.randn(4, 3)).sum().backward()  # raises: modified by an inplace operation
