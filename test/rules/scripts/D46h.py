import torch
from torch import nn
class Proto(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(2, 2)
        self.register_buffer("p", torch.randn(3, 2))
    def forward(self, x):
        z = self.f(x)
        logits = z @ self.p.T
        self.p.data.add_(0.1)  # expect: inplace-hidden
        return logits
Proto()(torch.randn(4, 2)).pow(2).sum().backward()
