"""Ends where an optimizer's closure calls backward on a vector."""
from functools import partial

import torch
from torch import nn, optim

torch.manual_seed(0)
net = nn.Linear(3, 2)
data = torch.randn(5, 3)
target = torch.randn(5, 2)
losses = {"sum": partial(torch.sum, dim=()), "mean": torch.mean, "rows": partial(torch.mean, dim=1)}


def make_closure(opt, reduce):
    def closure():
        opt.zero_grad()
        loss = reduce((net(data) - target) ** 2)
        loss.backward()
        return loss
    return closure


for name, reduce in losses.items():
    opt = optim.Adam(net.parameters(), lr=0.01)
    value = opt.step(make_closure(opt, reduce))
    print(f"{name}: {value:.4f}")
