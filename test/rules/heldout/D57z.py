"""Compiled loss of a rectified flow: the velocity is rescaled in place after a tanh."""
import torch
from torch import nn


class Velocity(nn.Module):
    def __init__(self, dim=2):
        super().__init__()
        self.inp, self.out = nn.Linear(dim + 1, 16), nn.Linear(16, dim)

    def forward(self, x, t):
        h = torch.tanh(self.inp(torch.cat([x, t], dim=1)))
        h *= 1 + t  # expect: inplace-saved
        return self.out(h)


class Flow:
    def __init__(self, compiled: bool = True):
        self.net = Velocity()
        self.velocity = torch.compile(self.net, backend="eager") if compiled else self.net
        self.opt = torch.optim.Adam(self.net.parameters())

    def fit(self, batches):
        for data in batches:
            noise, t = torch.randn_like(data), torch.rand(len(data), 1)
            x = (1 - t) * noise + t * data
            loss = (self.velocity(x, t) - (data - noise)).pow(2).mean()
            self.opt.zero_grad()
            loss.backward()  # raises: modified by an inplace operation
            self.opt.step()


Flow().fit(torch.randn(2, 6, 2))
