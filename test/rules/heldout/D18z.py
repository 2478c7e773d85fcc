"""Gaussian mixture fitted by gradient ascent; weights are kept on the simplex by hand after each step."""
import torch
from torch import nn


class Mixture(nn.Module):
    def __init__(self, components=3):
        super().__init__()
        self.mean = nn.Parameter(torch.randn(components))
        self.log_std = nn.Parameter(torch.zeros(components))
        self.weight = nn.Parameter(torch.full((components,), 1 / components))

    def log_prob(self, x):
        parts = torch.distributions.Normal(self.mean, self.log_std.exp()).log_prob(x[:, None])
        return torch.logsumexp(parts + self.weight.log(), dim=1)

    def project(self):
        self.weight.clamp_(min=1e-4) # raises: a leaf Variable that requires grad  # expect: inplace-leaf
        self.weight.div_(self.weight.sum())


mixture = Mixture()
opt = torch.optim.SGD(mixture.parameters(), lr=1e-2)
data = torch.cat([torch.randn(20) - 2, torch.randn(20) + 2])
for _ in range(3):
    opt.zero_grad()
    nll = -mixture.log_prob(data).mean()
    nll.backward()
    opt.step()
    mixture.project()
