import torch
from torch import nn
class Mask(nn.Module):
    @torch.no_grad()
    def pick(self, h):
        return h.view(-1)
    def forward(self, h):
        flat = self.pick(h)
        flat[0] = 0  # expect: inplace-view  # raises: Output 0 of Select is a view of a view
        return h
h = nn.Linear(2, 2)(torch.randn(1, 2))
Mask()(h).sum().backward()
