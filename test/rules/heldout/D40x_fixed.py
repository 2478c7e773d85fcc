import torch
from torch import nn

class SpectralNormed(nn.Linear):
    def __init__(self, i, o):
        super().__init__(i, o)
        self.register_buffer("u", torch.randn(o))
    def forward(self, x):
        v = nn.functional.normalize(self.weight.t() @ self.u, dim=0)
        sigma = self.u @ self.weight @ v
        return nn.functional.linear(x, self.weight / sigma, self.bias)

SpectralNormed(3, 2)(torch.randn(4, 3)).sum().backward()
