import torch
from torch import nn


@torch.compile(backend="eager")
def fused_gate(a, b):
    s = torch.sigmoid(a)
    s *= b  # expect: inplace-saved
    return s


class Glu(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.lin = nn.Linear(d, 2 * d)

    def forward(self, x):
        a, b = self.lin(x).split(x.shape[-1], dim=-1)
        return fused_gate(a, b)


glu = Glu(4)
glu(torch.randn(3, 4)).sum().backward()  # raises: modified by an inplace operation
